import { join } from "node:path";
import { checkpointsFor } from "../scripts/cli/engine/checkpoints.ts";
import { checkout } from "../scripts/setup/paths.mjs";
import { WholeLab } from "../tests/sandbox/whole-lab.ts";
import { type Figure, figure, machine } from "./measure.ts";
import { resident } from "./sandbox/memory.ts";
import { inCluster, inTheState } from "./sandbox/programs.ts";
import { Trial } from "./sandbox/trial.ts";

/**
 * How long the sandbox takes to start, what it holds in memory, and what an update costs there: of this project's own
 * stacks, and of ever more objects beside as many things that exist only in the state, the engine's own floor.
 */
const SIZES = [100, 500, 1000, 2000];
const STARTS = 3;

interface Row {
  resources: number;
  up: number;
  floor: number;
  ratio: number;
  msEach: number;
}

const lab = new WholeLab();
try {
  const start = await starts();
  const stacks = await updates();
  const { parts } = await lab.json("sandbox", "status");
  const memory = resident(parts.map(({ pid }: { pid: number }) => pid));
  report({ start, stacks, memory, rows: await growth() });
} finally {
  await lab.close();
}

/** From nothing, and from what is there already. */
async function starts() {
  const begin = async () => (await timed(() => lab.lab("sandbox", "start"))) / 1000;
  const cold = await begin();
  const warm: number[] = [];
  for (let round = 0; round < STARTS; round += 1) {
    await lab.lab("sandbox", "stop");
    warm.push(await begin());
  }
  return { cold: rounded(cold), warm: figure(warm) };
}

/** This project's own stacks: the first update, a preview of nothing, and an update of nothing. */
async function updates() {
  const run = async (...words: string[]) => {
    const { stacks } = await lab.json(...words);
    const [homelab] = stacks.filter(({ stack }: { stack: string }) => stack === "homelab");
    if (homelab.outcome !== "succeeded")
      throw new Error(`${words.join(" ")}: ${JSON.stringify(homelab.diagnostics)}`);
    return homelab as { seconds: number; counts: Record<string, number> };
  };
  const first = await run("up", "--all", "--sandbox", "--yes", "--no-proof");
  const preview = await run("preview", "--sandbox", "--no-proof");
  const second = await run("up", "--all", "--sandbox", "--yes", "--no-proof");
  const resources = first.counts.create ?? 0;
  return {
    resources,
    first: first.seconds,
    msEach: Math.round((first.seconds * 1000) / resources),
    preview: preview.seconds,
    second: second.seconds,
    ratio: rounded(second.seconds / preview.seconds),
  };
}

async function growth(): Promise<Row[]> {
  const kubeconfig = join(lab.sandboxFolder, "clusters/platform/admin.kubeconfig");
  const standIns = join(checkout, "sandbox/providers/bin");
  const tiny = join(checkout, "scripts/cli/fixtures/tiny/bin");
  const rows: Row[] = [];
  for (const resources of SIZES) {
    const checkpoints = checkpointsFor(resources);
    const ours = await Trial.open(inCluster(resources, kubeconfig), standIns, checkpoints);
    const floor = await Trial.open(inTheState(resources), tiny, checkpoints);
    const times = { floor: await floor.up(), up: await ours.up() };
    await ours.destroy();
    ours.close();
    floor.close();
    rows.push({
      resources,
      up: rounded(times.up),
      floor: rounded(times.floor),
      ratio: rounded(times.up / times.floor),
      msEach: Math.round((times.up * 1000) / resources),
    });
    process.stderr.write(
      `${resources} resources: ${times.up.toFixed(1)} s, floor ${times.floor.toFixed(1)} s\n`,
    );
  }
  return rows;
}

function report(all: {
  start: { cold: number; warm: Figure };
  stacks: Awaited<ReturnType<typeof updates>>;
  memory: { resident: number; own: number };
  rows: Row[];
}) {
  const { start, stacks, memory, rows } = all;
  console.log(`\nThe sandbox, ${machine()}\n`);
  console.log("| what | figure | wanted |\n|---|--:|--:|");
  console.log(`| first start, programs built | ${start.cold} s | |`);
  console.log(`| warm start of three clusters | ${start.warm.median} s | 10 s |`);
  console.log(
    `| resident memory in all | ${memory.resident} MiB (${memory.own} with shared pages counted once) | 2048 MiB |`,
  );
  console.log(
    `| first update of homelab, ${stacks.resources} resources | ${stacks.first} s, ${stacks.msEach} ms each | 60 ms each |`,
  );
  console.log(
    `| second update, beside a preview of ${stacks.preview} s | ${stacks.second} s, ${stacks.ratio} times | 2 times |`,
  );
  console.log("\n| resources | update | floor | ratio | ms each |\n|--:|--:|--:|--:|--:|");
  for (const { resources, up, floor, ratio, msEach } of rows)
    console.log(`| ${resources} | ${up} s | ${floor} s | ${ratio} | ${msEach} |`);
  console.log(JSON.stringify({ bench: "sandbox", machine: machine(), ...all }));
}

async function timed(work: () => Promise<{ code: number; err: string }>): Promise<number> {
  const began = performance.now();
  const { code, err } = await work();
  if (code !== 0) throw new Error(err);
  return performance.now() - began;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
