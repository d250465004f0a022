import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Postgres } from "../workloads/router/database/testing/postgres.ts";
import { machine } from "./measure.ts";
import { wrk } from "./router/load.ts";
import { type Memory, measureIdle, measureMemory } from "./router/memory.ts";
import { stopAll } from "./router/process.ts";
import { memoryTable, speedTable, targetTable } from "./router/report.ts";
import { measureSpeed, type Speed } from "./router/speed.ts";
import type { Ground, Subject } from "./router/subject.ts";
import { floors, startUpstream } from "./router/subjects/floors.ts";
import { goPeers, otherPeers, startPeer } from "./router/subjects/peers.ts";
import { startRouter } from "./router/subjects/router.ts";
import { memoryTargets, speedTargets, type Target } from "./router/targets.ts";

/**
 * How fast the router is and what it holds, beside bare relays and other gateways. The gateway has one core to itself,
 * load and upstream share the other. `--peers` measures all peers, `--only speed` or `--only memory` one part,
 * `--rounds 1` is a quick look.
 */
const { values: options } = parseArgs({
  options: {
    peers: { type: "boolean", default: false },
    only: { type: "string" },
    rounds: { type: "string", default: "5" },
  },
});

/** Ended on the way out, as are all processes that are measured. */
let postgres: Postgres | undefined;

async function main() {
  if (cpus().length < 2) throw new Error("two cores are needed: one for the gateway, one for the load");
  const folder = mkdtempSync(join(tmpdir(), "bench-router-"));
  const leave = async () => {
    await Promise.all([stopAll(), postgres?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => leave().then(() => process.exit(130)));
  try {
    const direct = await startUpstream(folder);
    const ground = { folder, upstream: new URL(direct.url).origin };
    const speed = options.only === "memory" ? undefined : await measuredSpeed(ground, direct);
    const memory = options.only === "speed" ? undefined : await measuredMemory(ground);
    report(speed, memory);
  } finally {
    await leave();
  }
}

async function measuredSpeed(ground: Ground, direct: Subject) {
  const own = {
    httpFloor: await floors.http(ground),
    scanFloor: await floors.scan(ground),
    undiciFloor: await floors.undici(ground),
    router: await startRouter(ground),
  };
  const peers = [];
  for (const peer of options.peers ? [...goPeers, ...otherPeers] : goPeers)
    peers.push(await startPeer(peer, ground));
  const subjects = [direct, ...Object.values(own), ...peers.filter((peer) => peer !== undefined)];
  const all = await measureSpeed(subjects, Number(options.rounds));
  const one = (name: string | undefined) => all.find((each) => each.name === name);
  const must = (subject: Subject) => one(subject.name) as Speed;
  const field = {
    direct: must(direct),
    router: must(own.router),
    httpFloor: must(own.httpFloor),
    undiciFloor: must(own.undiciFloor),
    goPeers: all.filter(({ name }) => goPeers.some((peer) => peer.name === name)),
    portkey: one("Portkey (Node)"),
    litellm: one("LiteLLM (Python)"),
  };
  await stopAllBut(direct, subjects);
  return { all, direct: field.direct, targets: speedTargets(field) };
}

async function stopAllBut(kept: Subject, subjects: readonly Subject[]) {
  await Promise.all(subjects.filter((each) => each !== kept).map((each) => each.server?.stop()));
}

async function measuredMemory(ground: Ground) {
  const server = await Postgres.start();
  postgres = server;
  const floor = await measureMemory(() => floors.http(ground));
  const router = await measureMemory(async () => startRouter(ground, await server.database()));
  const embedded = await measureIdle(() => startRouter(ground));
  return { all: [floor, router], embedded, targets: memoryTargets(router) };
}

function report(
  speed: { all: Speed[]; direct: Speed; targets: Target[] } | undefined,
  memory: { all: Memory[]; embedded: { name: string; idle: number }; targets: Target[] } | undefined,
) {
  console.log(
    `\nThe router, ${machine()}; JSON asked by ${wrk ? "wrk" : "Node"}; medians, lowest to highest\n`,
  );
  if (speed) console.log(`${speedTable(speed.all, speed.direct)}\n`);
  if (memory) {
    console.log(`${memoryTable(memory.all)}\n`);
    console.log(`With its database embedded, the router holds ${memory.embedded.idle} MB when idle.\n`);
  }
  const targets = [...(speed?.targets ?? []), ...(memory?.targets ?? [])];
  console.log(targetTable(targets));
  console.log(
    JSON.stringify({
      bench: "router",
      machine: machine(),
      load: wrk ? "wrk" : "node",
      targets,
      speed: speed?.all,
      memory,
    }),
  );
}

await main();
