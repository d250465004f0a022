import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { complaintOf, readerNamed } from "../testing/index.ts";

const PROGRAM = new URL("worker.sh", import.meta.url).pathname;
const canTry = readerNamed("ffmpeg") && readerNamed("ffprobe") && readerNamed("flock");
const SOFTWARE = "-c:v libx264 -preset ultrafast -threads 1";
const AN_HOUR_AGO = new Date(Date.now() - 3_600_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "transcode-"));
  mkdirSync(join(folder, "sources", "series"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const results = () => (existsSync(join(folder, "results")) ? names(join(folder, "results")) : []);
const sources = () => names(join(folder, "sources")).filter((name) => !name.startsWith(".transcode"));

function names(where: string): string[] {
  return readdirSync(where, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(where.length + 1))
    .sort();
}

/** Two seconds of a test picture and a tone, as somebody would have recorded it an hour ago. */
function film(name: string): string {
  const path = join(folder, "sources", name);
  const made = ["-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=2", "-f", "lavfi"];
  const tone = ["-i", "sine=duration=2", "-c:v", "mpeg4", "-c:a", "aac", "-shortest", path];
  execFileSync("ffmpeg", ["-loglevel", "error", ...made, ...tone]);
  utimesSync(path, AN_HOUR_AGO, AN_HOUR_AGO);
  return path;
}

/** One worker, which looks through the folder once. */
async function work(settings: Record<string, string> = {}): Promise<string> {
  const child = spawn("bash", [PROGRAM], {
    env: {
      PATH: process.env.PATH,
      SOURCES: join(folder, "sources"),
      RESULTS: join(folder, "results"),
      ALIVE: join(folder, "alive"),
      ENCODE: SOFTWARE,
      ONCE: "yes",
      ...settings,
    },
  });
  const [said] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return said;
}

const codecOf = (name: string) =>
  execFileSync("ffprobe", [
    ...["-loglevel", "error", "-select_streams", "v:0", "-show_entries", "stream=codec_name"],
    ...["-of", "csv=p=0", join(folder, "results", name)],
  ])
    .toString()
    .trim();

test.skipIf(!readerNamed("shellcheck"))("the worker is a program that shellcheck finds nothing in", () => {
  expect(complaintOf("shellcheck", [PROGRAM])).toBe("");
});

describe.skipIf(!canTry)("a worker (apt install ffmpeg)", () => {
  test("encodes a film anew, and deletes its source then", async () => {
    film("series/first.mp4");
    expect(await work()).toContain("series/first.mp4: done");
    expect(results()).toEqual(["series/first.mkv"]);
    expect(codecOf("series/first.mkv")).toBe("h264");
    expect(sources()).toEqual([]);
  });

  test("shares the work with others, and nothing is done twice", async () => {
    const films = ["a.mp4", "b.mp4", "c.mp4", "d.mp4", "e.mp4"];
    films.forEach(film);
    const said = (await Promise.all([work(), work(), work()])).join("");
    expect(said.match(/begins/g)).toHaveLength(films.length);
    expect(results()).toEqual(["a.mkv", "b.mkv", "c.mkv", "d.mkv", "e.mkv"]);
    expect(sources()).toEqual([]);
  });

  test("keeps a source whose result is shorter, and leaves no part of that", async () => {
    film("long.mp4");
    expect(await work({ ENCODE: `${SOFTWARE} -t 0.5` })).toContain("long.mp4: failed, and stays");
    expect(sources()).toEqual(["long.mp4"]);
    expect(results()).toEqual([]);
  });

  test("keeps a source whose result has lost a stream", async () => {
    film("loud.mp4");
    expect(await work({ ENCODE: `${SOFTWARE} -an` })).toContain("lost a stream");
    expect(sources()).toEqual(["loud.mp4"]);
  });

  test("keeps what it cannot read, and does not try it again before it is another one", async () => {
    const path = join(folder, "sources", "broken.mkv");
    writeFileSync(path, "no film");
    utimesSync(path, AN_HOUR_AGO, AN_HOUR_AGO);
    expect(await work()).toContain(`${basename(path)}: failed, and stays`);
    expect(await work()).toBe("");
    expect(sources()).toEqual(["broken.mkv"]);
  });

  test("writes over no result, and leaves alone what is still being copied", async () => {
    film("twice.mp4");
    mkdirSync(join(folder, "results"));
    writeFileSync(join(folder, "results", "twice.mkv"), "another one's");
    utimesSync(film("new.mp4"), new Date(), new Date());
    expect(await work()).toContain("twice.mp4: is there already");
    expect(sources()).toEqual(["new.mp4", "twice.mp4"]);
    expect(results()).toEqual(["twice.mkv"]);
  });
});
