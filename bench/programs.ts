import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { NODE } from "../components/service/index.ts";
import { type Figure, figure, machine } from "./measure.ts";
import { type Started, startFloor, startProgram } from "./programs/start.ts";
import { percentile, steady } from "./programs/steady.ts";
import { subjects } from "./programs/subjects.ts";
import { OTHERS, stopAll } from "./router/process.ts";

/** What each of our small programs holds in memory while it has nothing to do, and how fast homebrain-api tells of the house. */
const MOST_MIB = 60;
const QUIET_MS = 60_000;
const MOST_MS = 20;
const PER_SECOND = 200;
const SECONDS = 5;
const ROUNDS = 5;
const TIMED = "homebrain-api";

/** The 99th percentile, in milliseconds, of several rounds, and what an answer costs of the core. */
interface Speed {
  house: Figure;
  floor: Figure;
  cpuUs: { house: number; floor: number };
}

interface Measured {
  name: string;
  residentMib: number;
  /** Without what it shares with every other Node.js of the machine. */
  ownMib: number;
}

async function main() {
  // The load beside what is measured, and not on its core.
  execFileSync("taskset", ["--cpu-list", "--pid", String(OTHERS), String(process.pid)]);
  const folder = mkdtempSync(join(tmpdir(), "bench-programs-"));
  try {
    const started = new Map<string, Started>();
    for (const [name, settings] of Object.entries(subjects)) {
      const own = join(folder, name);
      mkdirSync(own);
      started.set(name, await startProgram(name, own, settings(own)));
    }
    await Promise.all([...started.values()].map(firstRound));
    await sleep(QUIET_MS);
    const memory = [...started].map(([name, program]) => measured(name, program));
    for (const [name, { server }] of started) if (name !== TIMED) await server.stop();
    const timed = started.get(TIMED);
    const speed = timed && (await asked(timed, await startFloor(folder, await bytesOf(timed))));
    report(memory, speed);
    const isReached =
      memory.every(({ residentMib }) => residentMib <= MOST_MIB) && speed && speed.house.median <= MOST_MS;
    if (!isReached) process.exitCode = 1;
  } finally {
    await stopAll();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What somebody sees of it, and what a house asks of it all day. */
async function firstRound({ origin }: Started): Promise<void> {
  for (const path of ["/", "/healthz", "/metrics", "/metrics"]) await (await fetch(origin + path)).text();
}

function measured(name: string, { server }: Started): Measured {
  const mib = (kb: number) => Math.ceil(kb / 1024);
  return { name, residentMib: mib(server.residentKb), ownMib: mib(server.ownKb) };
}

/** In turns with a server that does nothing, so that a slow moment of the machine slows both. */
async function asked(house: Started, floor: Started): Promise<Speed> {
  const rounds: { house: number[]; floor: number[] } = { house: [], floor: [] };
  const cpu = { house: house.server.cpuUs, floor: floor.server.cpuUs };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const times = { house: await p99Of(`${house.origin}/api/house`), floor: await p99Of(floor.origin) };
    // The first one warms up.
    if (round === 0) continue;
    rounds.house.push(times.house);
    rounds.floor.push(times.floor);
  }
  const answers = PER_SECOND * SECONDS * (ROUNDS + 1);
  const cpuUs = {
    house: Math.round((house.server.cpuUs - cpu.house) / answers),
    floor: Math.round((floor.server.cpuUs - cpu.floor) / answers),
  };
  return { house: figure(rounds.house), floor: figure(rounds.floor), cpuUs };
}

async function p99Of(url: string): Promise<number> {
  return percentile(await steady(url, PER_SECOND, SECONDS), 0.99);
}

async function bytesOf({ origin }: Started): Promise<number> {
  return (await (await fetch(`${origin}/api/house`)).arrayBuffer()).byteLength;
}

function report(memory: Measured[], speed: Speed | undefined) {
  console.log(`\nOur small programs at rest, by Node ${NODE.version}; ${machine()}\n`);
  console.log(`| | resident | its own | to reach: ${MOST_MIB} MiB |\n|---|--:|--:|---|`);
  for (const { name, residentMib, ownMib } of memory)
    console.log(
      `| ${name} | ${residentMib} MiB | ${ownMib} MiB | ${residentMib <= MOST_MIB ? "reached" : "missed"} |`,
    );
  if (speed) {
    const said = ({ median, min, max }: Figure) =>
      `${median.toFixed(1)} ms (${min.toFixed(1)} to ${max.toFixed(1)})`;
    console.log(`\nThe whole house, ${PER_SECOND} times a second, on one core, 99th percentile:`);
    console.log(`${said(speed.house)}; to reach: ${MOST_MS} ms. The floor: ${said(speed.floor)}`);
    console.log(`CPU each: ${speed.cpuUs.house} us; the floor: ${speed.cpuUs.floor} us\n`);
  }
  console.log(JSON.stringify({ bench: "programs", node: NODE.version, machine: machine(), memory, speed }));
}

await main();
