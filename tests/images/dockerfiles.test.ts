import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DockerfileParser, type From } from "dockerfile-ast";
import { describe, expect, test } from "vitest";
import { imageFolders } from "../../scripts/cli/data/image-folders.ts";

const folders = Object.entries(imageFolders());

/** What is wrong with a Dockerfile: hadolint, which would say more, is published as a program for other machines alone. */
function faultsOf(text: string): string[] {
  const parsed = DockerfileParser.parse(text);
  const stages = new Set(parsed.getFROMs().map((from) => from.getBuildStage()));
  const foreign = parsed
    .getFROMs()
    .filter((from) => !stages.has(from.getImage()) && from.getImage() !== "scratch");
  const last = parsed.getFROMs().at(-1);
  const users = parsed
    .getInstructions()
    .filter((each) => each.getKeyword() === "USER" && after(last, each.getRange().start.line));
  const words = parsed
    .getInstructions()
    .map((each) => `${each.getKeyword()} ${each.getArgumentsContent() ?? ""}`);
  return [
    ...foreign.flatMap((from) => [
      ...(/^sha256:[0-9a-f]{64}$/.test(from.getImageDigest() ?? "")
        ? []
        : [`${from.getImage()} has no digest`]),
      ...(tagOf(from) && tagOf(from) !== "latest" ? [] : [`${from.getImage()} has no version`]),
    ]),
    ...(/^[1-9]\d*(:\d+)?$/.test(users.at(-1)?.getArgumentsContent() ?? "")
      ? []
      : ["it runs as root, or as somebody who has no number"]),
    ...words.filter((line) => line.startsWith("ADD ")).map((line) => `${line}: COPY says what comes`),
    ...words
      .filter((line) => /npm (i|install)\b/.test(line))
      .map((line) => `${line}: npm ci takes what is locked`),
    ...words
      .filter((line) => /curl[^|]*\|\s*(ba)?sh/.test(line))
      .map((line) => `${line}: runs what somebody else says`),
  ];
}

function tagOf(from: From): string | undefined {
  return /:([\w.-]+)@/.exec(from.getImage() ?? "")?.[1];
}

function after(from: From | undefined, line: number): boolean {
  return from !== undefined && line > from.getRange().start.line;
}

describe.each(folders)("the image of %s", (_name, folder) => {
  test("is pinned, and runs as nobody", () => {
    expect(faultsOf(readFileSync(join(folder, "Dockerfile"), "utf8"))).toEqual([]);
  });

  test.skipIf(!existsSync(join(folder, "package.json")))(
    "has packages of one version each, from wherever",
    () => {
      const { dependencies, devDependencies } = JSON.parse(
        readFileSync(join(folder, "package.json"), "utf8"),
      );
      const versions = Object.values({ ...dependencies, ...devDependencies });
      expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
      const lock = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
      const entries = Object.entries<{ resolved?: string; integrity?: string }>(lock.packages).slice(1);
      expect(entries.filter(([, { resolved }]) => resolved).map(([path]) => path)).toEqual([]);
      expect(entries.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual([]);
    },
  );
});

test("what is not pinned, or runs as root, is found", () => {
  expect(faultsOf("FROM docker.io/library/node:latest\nADD x /x\nRUN npm install\n")).toHaveLength(5);
  const pinned = `FROM node:24.1.0@sha256:${"a".repeat(64)} AS build\nUSER 1000\nFROM build\n`;
  expect(faultsOf(`${pinned}RUN id\n`)).toEqual(["it runs as root, or as somebody who has no number"]);
  expect(faultsOf(`${pinned}USER node\n`)).toHaveLength(1);
  expect(faultsOf(`${pinned}USER 1000\n`)).toEqual([]);
});
