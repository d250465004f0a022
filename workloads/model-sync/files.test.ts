import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { syncFiles } from "./files.ts";
import type { Wanted } from "./list.ts";
import { Pace } from "./pace.ts";
import { Record } from "./record.ts";
import { cutAt, deadAfter, hub, type Shelf } from "./testing/hub.ts";

const MIB = 1024 * 1024;
const body = randomBytes(300_000);
const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const sha256 = digest(body);

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), "models-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Night {
  room?: number;
  bandwidth?: number;
  spared?: number;
  token?: string;
}

/** One run of the program over these files; what it said, and whether all is there. */
async function night(
  folder: string,
  hubUrl: string,
  wanted: Wanted[],
  { room, bandwidth, spared = 0, token }: Night = {},
) {
  const said: string[] = [];
  const say = (facts: { path?: string; problem?: string }, text: string) =>
    void said.push(`${facts.path}: ${facts.problem ?? text}`);
  const log = { debug: () => {}, info: say, warn: say, error: say, isLevelEnabled: () => true };
  const isWhole = await syncFiles(wanted, {
    folder,
    room,
    record: await Record.read(join(folder, ".model-sync.json")),
    huggingFace: { url: hubUrl, token },
    parallel: 2,
    means: { pace: new Pace(bandwidth), log: log as never, patience: 500, pause: 10, spared },
  });
  return { isWhole, said };
}

const painter: Wanted = {
  path: "checkpoints/painter.safetensors",
  repository: "maker/painter",
  file: "v1/painter.safetensors",
};
const ADDRESS = "/maker/painter/resolve/main/v1/painter.safetensors";
const FILE = "checkpoints/painter.safetensors";
const linked = { etag: sha256, size: body.length };
const names = (folder: string) => readdirSync(join(folder, "checkpoints")).toSorted();

test("a file comes once, is what Hugging Face says, and the token goes to nobody else", async () => {
  const folder = place();
  const elsewhere = await hub({ "/blob": { body } });
  const { url, seen } = await hub({
    [ADDRESS]: {
      body,
      linked,
      acts: (response) => {
        response
          .writeHead(302, { location: elsewhere.url.replace("127.0.0.1", "localhost").concat("/blob") })
          .end();
        return true;
      },
    },
  });
  expect(await night(folder, url, [painter], { token: "hf_token" })).toEqual({
    isWhole: true,
    said: [`${FILE}: fetched`],
  });
  expect(readFileSync(join(folder, FILE))).toEqual(body);
  expect(seen.map(({ authorization }) => authorization)).toEqual(["Bearer hf_token", "Bearer hf_token"]);
  expect(elsewhere.seen.map(({ authorization }) => authorization)).toEqual([undefined]);
  expect(await night(folder, url, [painter])).toEqual({ isWhole: true, said: [] });
  expect(elsewhere.seen).toHaveLength(1);
});

test("however often the line is cut, what came is gone on with, in one night and in the next", async () => {
  const folder = place();
  const { url, seen } = await hub({ [ADDRESS]: { body, linked, acts: cutAt(body, 40_000, 12) } });
  expect((await night(folder, url, [painter])).isWhole).toBe(true);
  expect(readFileSync(join(folder, FILE))).toEqual(body);
  expect(seen.filter(({ range }) => range).length).toBeGreaterThan(4);
  expect(names(folder)).toEqual(["painter.safetensors"]);

  const other = { ...painter, path: "checkpoints/other.safetensors" };
  const dead = await hub({
    [ADDRESS]: {
      body,
      linked,
      acts: deadAfter(body, 90_000),
    },
  });
  const first = await night(folder, dead.url, [painter, other]);
  expect(first.isWhole).toBe(false);
  expect(first.said[0]).toMatch(/^checkpoints\/other.safetensors: the line was cut .*6 times in a row$/);
  const healthy = await hub({ [ADDRESS]: { body, linked } });
  expect((await night(folder, healthy.url, [painter, other])).isWhole).toBe(true);
  expect(healthy.seen.map(({ range }) => range)).toEqual([undefined, "bytes=90000-"]);
  expect(readFileSync(join(folder, other.path))).toEqual(body);
});

test("a half of another version is not gone on with", async () => {
  const folder = place();
  const old = randomBytes(200_000);
  const small: Wanted = { path: FILE, repository: "maker/painter", file: "v1/painter.safetensors" };
  const first = await hub({
    [ADDRESS]: {
      body: old,
      acts: deadAfter(old, 50_000),
    },
  });
  await night(folder, first.url, [small]);
  const second = await hub({ [ADDRESS]: { body, etag: '"2"' } });
  expect((await night(folder, second.url, [small])).isWhole).toBe(true);
  expect(second.seen.at(-1)?.range).toBe("bytes=50000-");
  expect(readFileSync(join(folder, FILE))).toEqual(body);
});

const bad: [string, Shelf, Partial<Wanted>, string][] = [
  [
    "another file than the one that was meant",
    { body: randomBytes(300_000), linked },
    {},
    "is not the one that was meant",
  ],
  [
    "another one by now than declared",
    { body, linked },
    { sha256: "0".repeat(64) },
    "is another one by now: Hugging Face has",
  ],
  [
    "a length that is not the one of its makers",
    { body, linked: { ...linked, size: 77 } },
    {},
    "its server speaks of 300000 bytes, and its makers of 77",
  ],
  [
    "less than it speaks of",
    {
      body,
      acts: (response) =>
        Boolean(
          response
            .writeHead(200, { "content-length": body.length })
            .write("too little", () => response.destroy()),
        ),
    },
    {},
    "6 times in a row",
  ],
  [
    "an answer without a length",
    { body, acts: (response) => Boolean(response.writeHead(200).end(body)) },
    {},
    "does not say how large it is",
  ],
  [
    "nothing at all",
    {
      body,
      acts: (response) => Boolean(response.writeHead(200, { "content-length": 9 }).flushHeaders()) || true,
    },
    {},
    "nothing came for 0.5 s",
  ],
  [
    "a door that wants a token",
    { body, acts: (response) => Boolean(response.writeHead(401).end()) },
    {},
    "set HUGGING_FACE_TOKEN_FILE (401)",
  ],
  [
    "terms that nobody accepted",
    { body, acts: (response) => Boolean(response.writeHead(403).end()) },
    {},
    "accept its makers' terms",
  ],
];

test.each(bad)("%s: one message, and no model that a server could load", async (_, shelf, more, message) => {
  const folder = place();
  const { url } = await hub({ [ADDRESS]: shelf });
  const { isWhole, said } = await night(folder, url, [{ ...painter, ...more } as Wanted]);
  expect(isWhole).toBe(false);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(message);
  expect(existsSync(join(folder, FILE))).toBe(false);
});

test("a server that is busy is asked again when it says so, and one that knows no ranges sends all of it", async () => {
  const folder = place();
  const { url, seen } = await hub({
    [ADDRESS]: {
      body,
      linked,
      acts: (response, times, request) => {
        if (times === 0) return Boolean(response.writeHead(429, { "retry-after": "1" }).end());
        if (times === 1) return cutAt(body, 1_000, 9)(response, times, request);
        return Boolean(response.writeHead(200, { "content-length": body.length }).end(body));
      },
    },
  });
  const begun = performance.now();
  expect((await night(folder, url, [painter])).isWhole).toBe(true);
  expect(performance.now() - begun).toBeGreaterThan(900);
  expect(seen.at(-1)?.range).toBe("bytes=1000-");
  expect(readFileSync(join(folder, FILE))).toEqual(body);
});

test("what it brought goes when nobody declares it, what somebody else put there stays, and so does what was replaced", async () => {
  const folder = place();
  const { url } = await hub({ "/a": { body }, "/b": { body }, "/c": { body, acts: cutAt(body, 1_000, 99) } });
  const from = (name: string): Wanted => ({ path: `vae/${name}.safetensors`, url: `${url}/${name}`, sha256 });
  mkdirSync(join(folder, "vae"));
  writeFileSync(join(folder, "vae/mine.safetensors"), "mine");
  const mine: Wanted = { ...from("mine"), path: "vae/mine.safetensors" };
  const dead = await hub({
    "/c": {
      body,
      acts: deadAfter(body, 9_000),
    },
  });
  await night(folder, url, [from("a"), from("b"), mine, { ...from("c"), url: `${dead.url}/c` } as Wanted]);
  expect(readdirSync(join(folder, "vae")).toSorted()).toEqual([
    "a.safetensors",
    "b.safetensors",
    "c.safetensors.part",
    "c.safetensors.part-of",
    "mine.safetensors",
  ]);
  writeFileSync(join(folder, "vae/b.safetensors"), "somebody's own");
  const { said } = await night(folder, url, []);
  expect(said).toEqual([
    "vae/a.safetensors: taken away: it is on the list no more",
    "vae/b.safetensors: left: somebody has put another file in its place",
  ]);
  expect(readdirSync(join(folder, "vae")).toSorted()).toEqual(["b.safetensors", "mine.safetensors"]);
});

test("no more is fetched than there is room for, all together, and what is declared anew takes the place of the old", async () => {
  const folder = place();
  const newer = randomBytes(310_000);
  const { url } = await hub({ "/a": { body }, "/b": { body }, "/newer": { body: newer } });
  const from = (name: string): Wanted => ({ path: `${name}.gguf`, url: `${url}/${name}`, sha256 });
  const { isWhole, said } = await night(folder, url, [from("a"), from("b")], { room: 500_000 });
  expect(isWhole).toBe(false);
  expect(said.join()).toContain("of the room for models 1 MiB are left: leave a model out");
  expect(readdirSync(folder).filter((name) => name.endsWith(".gguf"))).toHaveLength(1);
  await night(folder, url, [from("a")]);
  const anew: Wanted = { path: "a.gguf", url: `${url}/newer`, sha256: digest(newer) };
  expect((await night(folder, url, [anew], { room: MIB })).isWhole).toBe(true);
  expect(readFileSync(join(folder, "a.gguf"))).toEqual(newer);
});

test("all downloads together keep to the pace", async () => {
  const folder = place();
  const { url } = await hub({ "/a": { body }, "/b": { body } });
  const from = (name: string): Wanted => ({ path: `${name}.gguf`, url: `${url}/${name}`, sha256 });
  const begun = performance.now();
  expect((await night(folder, url, [from("a"), from("b")], { bandwidth: 400_000 })).isWhole).toBe(true);
  expect(performance.now() - begun).toBeGreaterThan(1_200);
});

function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], { stdio: "ignore" });
    onTestFinished(() => {
      execFileSync("umount", [folder]);
      rmSync(folder, { recursive: true });
    });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
}

test.skipIf(process.getuid?.() !== 0)(
  "a full disk is one message, and gets back what was taken of it (as root)",
  async ({ skip }) => {
    const folder = smallDisk();
    if (!folder) return skip("nothing may be mounted here");
    const large = randomBytes(1_500_000);
    const { url } = await hub({ "/a": { body: large }, "/b": { body: randomBytes(3 * MIB) } });
    const one: Wanted = { path: "a.gguf", url: `${url}/a`, sha256: digest(large) };
    const two: Wanted = { path: "b.gguf", url: `${url}/b`, sha256 };
    expect((await night(folder, url, [two])).said[0]).toMatch(
      /b.gguf: needs 3 MiB, and the disk has 2 MiB to spare/,
    );
    const running = night(folder, url, [one], { bandwidth: 700_000 });
    await vi.waitFor(() => expect(existsSync(join(folder, "a.gguf.part"))).toBe(true));
    writeFileSync(join(folder, "somebody's"), Buffer.alloc(1_200_000));
    expect((await running).said[0]).toContain("the disk became full");
    expect(readdirSync(folder).toSorted()).toEqual([".model-sync.json", "somebody's"]);
  },
);

test("a record that was half written stops it, before anything is taken for nobody's", async () => {
  const folder = place();
  writeFileSync(join(folder, ".model-sync.json"), '{"version":1,');
  await expect(night(folder, "http://127.0.0.1:9", [])).rejects.toThrow("is no record of what was brought");
});
