import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { makeLog } from "../../kit/index.ts";
import type { Refused } from "../refused.ts";
import { folder } from "../testing.ts";
import { Actions, type ActionsOptions, type Deed } from "./index.ts";

const restart: Deed = { do: "restart", service: "jellyfin" };
const asked = { by: "router", reason: "it answers nobody" };
const MINUTE = 60_000;

async function open(options: Partial<ActionsOptions> = {}) {
  const done: Deed[] = [];
  const actions = await Actions.open({
    folder: folder(),
    patience: 30 * MINUTE,
    perform: async (deed) => {
      done.push(deed);
      return "It is done.";
    },
    log: makeLog("silent"),
    ...options,
  });
  let isOpen = true;
  const close = async () => {
    if (isOpen) await actions.close();
    isOpen = false;
  };
  onTestFinished(close);
  return { actions, done, close };
}

const linesIn = (where: string) =>
  readFileSync(join(where, "journal.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((each) => JSON.parse(each));

test("nothing is done before a person says so, and then once, and each step is in the journal", async () => {
  const where = folder();
  const { actions, done } = await open({ folder: where });
  const { id, state } = await actions.propose(restart, asked);
  expect([state, done]).toEqual(["waits", []]);
  const both = await Promise.allSettled([actions.approve(id, "ada"), actions.approve(id, "ben")]);
  expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  await vi.waitFor(() => expect(actions.all[0]?.state).toBe("done"));
  expect(done).toEqual([restart]);
  await expect(actions.approve(id, "ben")).rejects.toThrow("ada has approved it already");
  expect(linesIn(where)).toMatchObject([
    { event: "proposed", by: "router", deed: restart, reason: asked.reason },
    { event: "approved", by: "ada" },
    { event: "done", note: "It is done." },
  ]);
});

test("what was refused is never done, and what nobody decided on expires; a clock that jumps back helps nobody", async () => {
  let now = Date.parse("2026-05-01T10:00:00Z");
  const { actions, done } = await open({ now: () => now });
  const first = await actions.propose(restart, asked);
  await actions.refuse(first.id, "ada");
  await expect(actions.approve(first.id, "ada")).rejects.toThrow("ada has refused it already");
  const second = await actions.propose(restart, asked);
  now += 30 * MINUTE;
  await expect(actions.approve(second.id, "ada")).rejects.toMatchObject({ status: 410 });
  const third = await actions.propose(restart, asked);
  now -= 24 * 60 * MINUTE;
  await expect(actions.approve(third.id, "ada")).rejects.toMatchObject({ status: 410 });
  await expect(actions.approve("none", "ada")).rejects.toMatchObject({ status: 404 });
  expect(done).toEqual([]);
});

test("what a stopped program was doing is not begun anew by the next one, and what waited still waits", async () => {
  const where = folder();
  const first = await open({
    folder: where,
    perform: (_, signal) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  });
  const [begun, waiting] = [
    await first.actions.propose(restart, asked),
    await first.actions.propose({ do: "scale", service: "store", copies: 2 }, asked),
  ];
  await first.actions.approve(begun.id, "ada");
  // As if it had been killed: the approval is in the journal, and no end of it.
  const killed = folder();
  writeFileSync(join(killed, "journal.jsonl"), readFileSync(join(where, "journal.jsonl")));
  await first.close();
  for (const each of [where, killed]) {
    const { actions, done, close } = await open({ folder: each });
    const states = Object.fromEntries(actions.all.map(({ id, state }) => [id, state]));
    expect(states).toEqual({ [begun.id]: "interrupted", [waiting.id]: "waits" });
    await actions.approve(waiting.id, "ada");
    await vi.waitFor(() => expect(done).toHaveLength(1));
    await close();
  }
});

test("a line that was half written is taken out, and one that somebody changed is told of", async () => {
  const where = folder();
  const first = await open({ folder: where });
  const { id } = await first.actions.propose(restart, asked);
  await first.actions.refuse(id, "ada");
  await first.close();
  const path = join(where, "journal.jsonl");
  appendFileSync(path, '{"id":"x","at":1,"event":"appr');
  const errors: object[] = [];
  const log = { ...makeLog("silent"), error: (...said: object[]) => errors.push(...said) } as never;
  const second = await open({ folder: where, log });
  expect(second.actions.all.map(({ state }) => state)).toEqual(["refused"]);
  expect(errors).toEqual([]);
  await second.actions.propose(restart, asked);
  await second.close();
  expect(linesIn(where)).toHaveLength(3);
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace('"event":"refused","by":"ada"', '"event":"refused","by":"eve"'),
  );
  await (await open({ folder: where, log })).close();
  expect(errors).toContainEqual({ line: 3 });
});

test("what cannot be written down is neither proposed nor done", async () => {
  const where = folder();
  const { actions, done, close } = await open({ folder: where });
  const { id } = await actions.propose(restart, asked);
  // Its file takes nothing any more.
  await close();
  await expect(actions.propose({ ...restart, service: "store" }, asked)).rejects.toThrow(
    "Nothing is done that cannot be written down",
  );
  await expect(actions.approve(id, "ada")).rejects.toMatchObject({ status: 503 });
  expect([actions.all.map(({ state }) => state), done]).toEqual([["waits"], []]);
});

test("a folder that cannot be had is one sentence at the start", async () => {
  const file = join(folder(), "file");
  writeFileSync(file, "");
  await expect(open({ folder: file })).rejects.toThrow(
    /LAB_MCP_DATA_DIR names .*file, where the journal cannot be kept \((EEXIST|ENOTDIR)\)/,
  );
  mkdirSync(join(file, "..", "journal.jsonl"), { recursive: true });
  await expect(open({ folder: join(file, "..") })).rejects.toThrow("(EISDIR)");
});

test("a model that proposes without end is stopped, and the same is not asked twice", async () => {
  const { actions } = await open();
  await actions.propose(restart, asked);
  await expect(actions.propose(restart, asked)).rejects.toMatchObject({ status: 409 });
  const more = Array.from({ length: 30 }, (_, copies) =>
    actions.propose({ do: "scale", service: "store", copies }, asked).then(
      () => "asked",
      (error: Refused) => error.status,
    ),
  );
  const said = await Promise.all(more);
  expect(said.filter((each) => each === 429).length).toBeGreaterThanOrEqual(11);
  expect(actions.waiting).toHaveLength(20);
});

test("nothing is done to a service to which something is being done", async () => {
  let end = (_: string) => {};
  const { actions } = await open({ perform: () => new Promise((resolve) => (end = resolve)) });
  const [one, other] = [
    await actions.propose(restart, asked),
    await actions.propose({ do: "scale", service: "jellyfin", copies: 0 }, asked),
  ];
  await actions.approve(one.id, "ada");
  await expect(actions.approve(other.id, "ada")).rejects.toThrow("Something else is being done to jellyfin");
  end("done");
  await vi.waitFor(() => expect(actions.all[1]?.state).toBe("done"));
  await actions.approve(other.id, "ada");
  end("done");
});
