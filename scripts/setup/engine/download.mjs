import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, rmSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { humanSize } from "../files.mjs";
import { run } from "../run.mjs";

const connectMs = 5_000;
const downloadMs = 600_000;

/**
 * The official release, with the official language host in it.
 * @param {string} version
 * @param {string} folder
 * @param {import("../progress.mjs").Line} line
 */
export async function downloadEngine(version, folder, line) {
  const name = `pulumi-v${version}-${process.platform}-${process.arch}.tar.gz`;
  line.update("looking for the official download");
  const sums = await get(
    `https://github.com/pulumi/pulumi/releases/download/v${version}/pulumi-${version}-checksums.txt`,
  );
  const wanted = (await sums.text())
    .split("\n")
    .find((entry) => entry.endsWith(name))
    ?.split(/\s/)[0];
  if (!wanted) throw new Error(`the published checksums do not name ${name}`);

  const archive = join(folder, name);
  const response = await get(`https://get.pulumi.com/releases/sdk/${name}`);
  const size = Number(response.headers.get("content-length")) || 0;
  line.update(`downloading v${version}${size ? `, ${humanSize(size)}` : ""}`);
  const body = /** @type {import("node:stream/web").ReadableStream} */ (response.body);
  await pipeline(Readable.fromWeb(body), createWriteStream(archive), {
    signal: AbortSignal.timeout(downloadMs),
  });

  const hash = createHash("sha256");
  await pipeline(createReadStream(archive), hash);
  if (hash.digest("hex") !== wanted) throw new Error(`${name} is not what its published checksum says`);

  const { code, output, failure } = await run("tar", ["-xzf", archive, "-C", folder, "--strip-components=1"]);
  rmSync(archive);
  if (code !== 0) throw new Error(`${name} could not be unpacked: ${failure ?? output.trim()}`);
}

/** @param {string} url */
async function get(url) {
  const slow = new AbortController();
  const timer = setTimeout(() => slow.abort(), connectMs);
  try {
    const response = await fetch(url, { signal: slow.signal });
    if (!response.ok) throw new Error(`answers ${response.status}`);
    return response;
  } catch (error) {
    const { message, cause } = /** @type {Error & { cause?: Error }} */ (error);
    const why = slow.signal.aborted ? `no answer in ${connectMs / 1000} s` : (cause?.message ?? message);
    throw new Error(`${new URL(url).host}: ${why}`);
  } finally {
    clearTimeout(timer);
  }
}
