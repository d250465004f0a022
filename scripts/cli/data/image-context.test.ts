import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeOfImage } from "../../../components/program/testing/node.ts";
import { Dockerd, whyNoDockerd } from "../../../sandbox/providers/docker/testing/dockerd.ts";
import { imageContext } from "./image-context.ts";

const context = imageContext({
  name: "greeter",
  start: { "greeter.mjs": 'import("./late.mjs")' },
  later: { "late.mjs": 'console.log("hello from", process.getuid())' },
  digest: "0123456789ab",
});

test("an image runs a program as its pods do: a pinned Node.js, no root, and every file of it", () => {
  expect(context.Dockerfile).toMatch(/^FROM docker\.io\/library\/node:24\.[\w.-]+@sha256:[0-9a-f]{64}$/m);
  expect(context.Dockerfile).toMatch(/^ENTRYPOINT \["node",("--[\w=-]+",)+"\/app\/greeter\.mjs"\]$/m);
  expect(Object.keys(context).sort()).toEqual(["Dockerfile", "greeter.mjs", "late.mjs"]);
});

test("an image of a site serves it by a pinned nginx, and is told by a file how", () => {
  const site = imageContext({
    name: "pages",
    start: { "index.html": "hello" },
    later: { "more-1.js": "" },
    digest: "0123456789ab",
  });
  expect(site.Dockerfile).toMatch(/^FROM docker\.io\/library\/nginx:[\w.-]+@sha256:[0-9a-f]{64}$/m);
  expect(site.Dockerfile).toContain("COPY index.html more-1.js /app/\nUSER 101\nENTRYPOINT");
});

const reason = whyNoDockerd();
describe.skipIf(reason)("by a Docker Engine", () => {
  const folder = mkdtempSync(join(tmpdir(), "image-"));
  let dockerd: Dockerd;

  beforeAll(async () => {
    dockerd = await Dockerd.start();
    await dockerd.makeImage("node", { "/bin/node": await nodeOfImage() });
  }, 60_000);
  afterAll(async () => {
    await dockerd.stop();
    rmSync(folder, { recursive: true });
  });

  test("it is built, and says what the program says", { timeout: 120_000 }, () => {
    // An image cannot be pulled here: this one has the same Node.js.
    const here = {
      ...context,
      Dockerfile: context.Dockerfile?.replace(/^FROM .*/, "FROM node:1\nENV PATH=/bin"),
    };
    for (const [file, text = ""] of Object.entries(here)) writeFileSync(join(folder, file), text);
    const docker = (...words: string[]) =>
      execFileSync("docker", words, {
        encoding: "utf8",
        env: { ...process.env, DOCKER_HOST: `unix://${dockerd.socket}`, DOCKER_BUILDKIT: "0" },
      });
    docker("build", "--quiet", "--tag", "greeter", folder);
    expect(docker("run", "--rm", "--network=none", "--read-only", "greeter")).toBe("hello from 1000\n");
  });
});
