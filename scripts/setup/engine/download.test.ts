import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { downloadEngine } from "./download.mjs";

const name = `pulumi-v1.2.3-${process.platform}-${process.arch}.tar.gz`;
const line = { update: () => {}, done: () => {}, fail: () => {} };

let folder: string;
let archive: Buffer;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "download-"));
  const release = join(folder, "release/pulumi");
  mkdirSync(release, { recursive: true });
  for (const file of ["pulumi", "pulumi-language-nodejs"]) writeFileSync(join(release, file), file);
  spawnSync("tar", ["-czf", join(folder, name), "-C", join(folder, "release"), "pulumi"]);
  archive = readFileSync(join(folder, name));
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
});

afterEach(() => {
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true });
});

/** The real hosts are not asked: no network may be there, and a release is a hundred megabytes. */
function publish(pages: Record<string, string | Buffer>) {
  vi.stubGlobal("fetch", async (url: string) => {
    const page = pages[url];
    return page === undefined
      ? new Response("", { status: 404 })
      : new Response(new Uint8Array(Buffer.from(page)));
  });
}

const sums = "https://github.com/pulumi/pulumi/releases/download/v1.2.3/pulumi-1.2.3-checksums.txt";
const release = `https://get.pulumi.com/releases/sdk/${name}`;
const sha256 = (data: Buffer) => createHash("sha256").update(data).digest("hex");

test("the official release is unpacked, with its language host, when its checksum is right", async () => {
  publish({ [sums]: `${"0".repeat(64)}  other.tar.gz\n${sha256(archive)}  ${name}\n`, [release]: archive });
  await downloadEngine("1.2.3", folder, line);
  expect(readdirSync(folder).toSorted()).toEqual(["pulumi", "pulumi-language-nodejs"]);
});

test("a release that is not what was published is refused", async () => {
  publish({ [sums]: `${sha256(Buffer.from("another"))}  ${name}\n`, [release]: archive });
  await expect(downloadEngine("1.2.3", folder, line)).rejects.toThrow(
    `${name} is not what its published checksum says`,
  );
  expect(readdirSync(folder)).not.toContain("pulumi");
});

test("a release without a published checksum is not even fetched", async () => {
  publish({ [sums]: "", [release]: archive });
  await expect(downloadEngine("1.2.3", folder, line)).rejects.toThrow(
    `the published checksums do not name ${name}`,
  );
});

test("a host that refuses is named", async () => {
  publish({});
  await expect(downloadEngine("1.2.3", folder, line)).rejects.toThrow("github.com: answers 404");
});
