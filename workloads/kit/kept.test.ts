import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { Kept, makeLog } from "./index.ts";

const schema = z.object({ names: z.array(z.string()) });

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "kept-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const opened = (where: string) =>
  Kept.open({ file: join(where, "names.json"), schema, empty: { names: [] }, log: makeLog("silent") });

test("what is kept is there after the next start, however often it is written at once", async () => {
  const where = join(folder(), "not", "there", "yet");
  const kept = await opened(where);
  const writes = Array.from({ length: 50 }, (_, number) => {
    kept.value.names.push(`name ${number}`);
    return kept.keep();
  });
  expect(await Promise.all(writes)).toEqual(Array(50).fill(true));
  expect((await opened(where)).value.names).toHaveLength(50);
  expect(readdirSync(where)).toEqual(["names.json"]);
});

test("a file that is none is laid aside, as it was", async () => {
  const where = folder();
  writeFileSync(join(where, "names.json"), '{"names":["ad');
  const kept = await opened(where);
  expect(kept.value).toEqual({ names: [] });
  const [aside = ""] = readdirSync(where);
  expect(readFileSync(join(where, aside), "utf8")).toBe('{"names":["ad');
});

test("a disk that takes nothing loses nothing that is in memory", async () => {
  const where = join(folder(), "data");
  const kept = await opened(where);
  writeFileSync(where, "a file where the folder was");
  kept.value.names.push("ada");
  expect(await kept.keep()).toBe(false);
  expect(kept.isBehind).toBe(true);
  rmSync(where);
  mkdirSync(where);
  expect(await kept.keep()).toBe(true);
  expect((await opened(where)).value).toEqual({ names: ["ada"] });
});
