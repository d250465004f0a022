import { setTimeout as sleep } from "node:timers/promises";
import { hold, load } from "./load.ts";
import type { Subject } from "./subject.ts";

const STREAMS = [1500, 5000];
const CONNECTIONS = 1500;
const BODY = 150_000;
const STALLED = 200;

/** Long enough for what was begun to settle; streams in hand say something once a second meanwhile. */
const SETTLE_MS = 6000;
const REST_MS = 10_000;

export interface Memory {
  name: string;
  /** MB, when nobody has asked anything yet. */
  idle: number;
  /** kB for each stream that is open, by how many are. */
  perStream: { streams: number; kb: number }[];
  /** MB, with large bodies on many connections: the most, and what is left some seconds later. */
  bodies: { peak: number; left: number };
  /** kB for each stream that nobody reads, soon and a while later: without a bound it would grow. */
  stalled: { soonKb: number; laterKb: number };
}

/** Each scenario asks a subject that was just started, so that none inherits the heap of the one before. */
export async function measureMemory(start: () => Promise<Subject>): Promise<Memory> {
  const perStream: Memory["perStream"] = [];
  for (const streams of STREAMS)
    perStream.push({ streams, kb: await fresh(start, (it) => open(it, streams)) });
  const bodies = await fresh(start, largeBodies);
  const stalled = await fresh(start, stalledReaders);
  const { name, idle } = await fresh(start, atRest);
  return { name, idle, perStream, bodies, stalled };
}

export async function measureIdle(start: () => Promise<Subject>) {
  return fresh(start, atRest);
}

async function fresh<Result>(
  start: () => Promise<Subject>,
  measure: (subject: Subject) => Promise<Result>,
): Promise<Result> {
  const subject = await start();
  try {
    return await measure(subject);
  } finally {
    await subject.server?.stop();
  }
}

async function atRest(subject: Subject) {
  await sleep(SETTLE_MS);
  return { name: subject.name, idle: megabytes(serverOf(subject).residentKb) };
}

async function open(subject: Subject, streams: number): Promise<number> {
  const server = serverOf(subject);
  const idle = server.residentKb;
  const held = await hold(subject, streams, true, { events: 600, pace: 1000 });
  await sleep(SETTLE_MS);
  const kb = (server.residentKb - idle) / streams;
  await held.close();
  return rounded(kb);
}

async function largeBodies(subject: Subject): Promise<Memory["bodies"]> {
  const server = serverOf(subject);
  server.forgetPeak();
  // The upstream thinks for a second: all bodies are in the gateway's hands at once.
  const { bad, good, why } = await load(subject, CONNECTIONS, 6, { padding: BODY, delay: 1000 });
  if (bad > 0) throw new Error(`${subject.name}: ${bad} of ${bad + good} large bodies failed: ${why}`);
  const peak = megabytes(server.peakKb);
  await sleep(REST_MS);
  return { peak, left: megabytes(server.residentKb) };
}

async function stalledReaders(subject: Subject): Promise<Memory["stalled"]> {
  const server = serverOf(subject);
  const idle = server.residentKb;
  const held = await hold(subject, STALLED, false, { events: 10_000_000 });
  const each = () => rounded((server.residentKb - idle) / STALLED);
  await sleep(SETTLE_MS / 2);
  const soonKb = each();
  await sleep(SETTLE_MS);
  const laterKb = each();
  await held.close();
  return { soonKb, laterKb };
}

function serverOf({ name, server }: Subject) {
  if (!server) throw new Error(`${name} is no process of its own`);
  return server;
}

function megabytes(kb: number): number {
  return Math.round(kb / 1000);
}

function rounded(kb: number): number {
  return Math.round(kb * 10) / 10;
}
