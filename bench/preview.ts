import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { environment } from "../scripts/setup/index.mjs";
import { type Figure, figure, machine, seconds } from "./measure.ts";

/**
 * How long a preview takes, by number of services, beside a floor: a bare program that registers the same resources.
 * Both run in turns, so that a slow minute of the machine slows both.
 */
const SIZES = [
  { services: 1, rounds: 5 },
  { services: 10, rounds: 5 },
  { services: 100, rounds: 5 },
  { services: 400, rounds: 3 },
];

interface Row {
  services: number;
  resources: number;
  ours: Figure;
  floor: Figure;
  ratio: number;
}

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../", import.meta.url));

async function main() {
  const folder = await mkdtemp(join(tmpdir(), "bench-preview-"));
  try {
    const rows: Row[] = [];
    for (const { services, rounds } of SIZES) {
      const row = await measure(folder, services, rounds);
      rows.push(row);
      process.stderr.write(`${services} services: ${row.ours.median} s, floor ${row.floor.median} s\n`);
    }
    report(rows);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, services: number, rounds: number): Promise<Row> {
  const resourcesFile = join(folder, `resources-${services}.json`);
  const bench = { BENCH_SERVICES: String(services), BENCH_RESOURCES: resourcesFile };
  const { stdout } = await run("node", ["--import", "tsx", "bench/preview/resources.ts"], {
    cwd: ROOT,
    env: { ...process.env, ...bench },
    maxBuffer: 2 ** 30,
  });
  await writeFile(resourcesFile, stdout);

  const here = join(folder, String(services));
  const ours = await project(here, "ours", bench);
  const floor = await project(here, "floor", bench);
  const times = { ours: [] as number[], floor: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const pair = { floor: await floor(), ours: await ours() };
    if (round === 0) continue; // the first round fills the caches of the loader and of the disk
    times.floor.push(pair.floor);
    times.ours.push(pair.ours);
  }
  const result = { ours: figure(times.ours), floor: figure(times.floor) };
  const registered = (JSON.parse(stdout) as { type: string }[]).filter(({ type }) =>
    type.startsWith("kubernetes:"),
  );
  return {
    services,
    resources: registered.length,
    ...result,
    ratio: rounded(result.ours.median / result.floor.median),
  };
}

/** A project of its own, with state of its own, that runs one of the two programs. */
async function project(folder: string, name: "ours" | "floor", bench: Record<string, string>) {
  const cwd = join(folder, name);
  await mkdir(join(cwd, "state"), { recursive: true });
  const runtime = "runtime:\n  name: nodejs\n  options: { typescript: false, nodeargs: --import tsx }\n";
  await writeFile(
    join(cwd, "Pulumi.yaml"),
    `name: bench\n${runtime}main: ${join(ROOT, "bench/preview", `${name}.ts`)}\n`,
  );
  const env = {
    ...process.env,
    ...environment(),
    ...bench,
    PULUMI_BACKEND_URL: `file://${join(cwd, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
  };
  const pulumi = (...args: string[]) =>
    seconds("pulumi", [...args, "--non-interactive", "-s", "bench"], { cwd, env });
  await pulumi("stack", "init");
  return () => pulumi("preview", "--suppress-progress");
}

function report(rows: Row[]) {
  console.log(`\nPreview, ${machine()}; seconds: median (min to max)\n`);
  console.log("| services | resources | ours | floor | ratio |\n|--:|--:|--:|--:|--:|");
  for (const { services, resources, ours, floor, ratio } of rows)
    console.log(`| ${services} | ${resources} | ${cell(ours)} | ${cell(floor)} | ${ratio} |`);
  const growth = linearity(rows);
  console.log(
    `\nA resource more costs ${growth.early} ms from 10 to 100 services, ${growth.late} ms from 100 to 400.`,
  );
  console.log(
    JSON.stringify({ bench: "preview", machine: machine(), rows, startup: rows[0]?.ours.median, growth }),
  );
}

/** Milliseconds per resource in the lower and in the upper half: alike when the growth is linear. */
function linearity(rows: Row[]) {
  const slope = (from?: Row, to?: Row) =>
    from && to
      ? rounded(((to.ours.median - from.ours.median) * 1000) / (to.resources - from.resources))
      : Number.NaN;
  return { early: slope(rows[1], rows[2]), late: slope(rows[2], rows[3]) };
}

function cell({ median, min, max }: Figure): string {
  return `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

await main();
