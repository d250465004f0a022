import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, figure, machine } from "./measure.ts";
import { previewIn, ROOT } from "./policies/stack.ts";

/** What the policies add to a preview of the whole lab: both run in turns, so that a slow minute slows both. */
const ROUNDS = 5;
const PACK = join(ROOT, "policies");
/** A fifth of a preview is what the policies may add to it. */
const MOST = 1.2;

async function main() {
  const state = await mkdtemp(join(tmpdir(), "bench-policies-"));
  try {
    const preview = await previewIn(state);
    const times = { without: [] as number[], with: [] as number[] };
    for (let round = 0; round <= ROUNDS; round++) {
      const pair = { without: await preview(), with: await preview("--policy-pack", PACK) };
      if (round === 0) continue; // the first round fills the caches of the loader and of the disk
      times.without.push(pair.without);
      times.with.push(pair.with);
      process.stderr.write(`round ${round}: ${pair.without} s without, ${pair.with} s with\n`);
    }
    report(figure(times.without), figure(times.with));
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}

function report(without: Figure, withThem: Figure) {
  const ratio = Math.round((withThem.median / without.median) * 100) / 100;
  console.log(`\nPreview of the whole lab, ${machine()}; seconds: median (min to max)\n`);
  console.log("| without policies | with policies | ratio | at most |\n|--:|--:|--:|--:|");
  console.log(`| ${cell(without)} | ${cell(withThem)} | ${ratio} | ${MOST} |`);
  console.log(
    JSON.stringify({ bench: "policies", machine: machine(), without, with: withThem, ratio, most: MOST }),
  );
}

function cell({ median, min, max }: Figure): string {
  return `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;
}

await main();
