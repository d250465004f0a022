import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, figure, machine } from "./measure.ts";
import { previewIn, ROOT } from "./policies/stack.ts";

/** What the policies add to a preview of the whole lab: all take turns, so that a slow minute slows all. */
const ROUNDS = 5;
/** A pack of no policies is the floor: the engine asks it of each resource as well, and nothing of ours is in it. */
const PACKS = {
  without: [],
  "empty pack": ["--policy-pack", join(ROOT, "bench/policies/empty")],
  "our policies": ["--policy-pack", join(ROOT, "policies")],
};
/** A fifth is what our policies may add to what any pack costs. */
const MOST = 1.2;

type Pack = keyof typeof PACKS;
const packs = Object.keys(PACKS) as Pack[];

async function main() {
  const state = await mkdtemp(join(tmpdir(), "bench-policies-"));
  try {
    const preview = await previewIn(state);
    const times: Record<Pack, number[]> = { without: [], "empty pack": [], "our policies": [] };
    for (let round = 0; round <= ROUNDS; round++) {
      for (const pack of packs) {
        const seconds = await preview(...PACKS[pack]);
        process.stderr.write(`round ${round}: ${seconds.toFixed(1)} s, ${pack}\n`);
        if (round > 0) times[pack].push(seconds); // the first round fills the caches of the loader and of the disk
      }
    }
    report({
      without: figure(times.without),
      "empty pack": figure(times["empty pack"]),
      "our policies": figure(times["our policies"]),
    });
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}

function report(figures: Record<Pack, Figure>) {
  const toNone = ratio(figures["our policies"], figures.without);
  const toEmpty = ratio(figures["our policies"], figures["empty pack"]);
  console.log(`\nPreview of the whole lab, ${machine()}; seconds: median (min to max)\n`);
  console.log(`| ${packs.join(" | ")} | to none | to an empty pack | at most |\n|--:|--:|--:|--:|--:|--:|`);
  console.log(
    `| ${packs.map((pack) => cell(figures[pack])).join(" | ")} | ${toNone} | ${toEmpty} | ${MOST} |`,
  );
  console.log(
    JSON.stringify({ bench: "policies", machine: machine(), figures, toNone, toEmpty, most: MOST }),
  );
}

function ratio(one: Figure, other: Figure): number {
  return Math.round((one.median / other.median) * 100) / 100;
}

function cell({ median, min, max }: Figure): string {
  return `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;
}

await main();
