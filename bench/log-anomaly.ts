import { Detector, type Entry } from "../workloads/log-anomaly-detector/detector.ts";
import { flood, manyDays } from "./log-anomaly/lines.ts";
import { machine } from "./measure.ts";

/**
 * How many lines a second the log-anomaly-detector learns on one core, and what it then holds: the logs of a house, lines
 * of 300 services that are never the same, and the floor below both, which only splits lines into words.
 */
const LINES = 600_000;
const WANTED = 10_000;

function measured(name: string, entries: Generator<Entry>, use: (entry: Entry) => void) {
  let busy = 0;
  let count = 0;
  // In batches, so that making the lines is not measured.
  for (let batch = take(entries, 10_000); batch.length > 0; batch = take(entries, 10_000)) {
    const started = process.cpuUsage();
    for (const entry of batch) use(entry);
    const { user, system } = process.cpuUsage(started);
    busy += (user + system) / 1e6;
    count += batch.length;
  }
  return { name, linesPerSecond: Math.round(count / busy) };
}

function take(entries: Generator<Entry>, most: number): Entry[] {
  const batch: Entry[] = [];
  while (batch.length < most) {
    const { value, done } = entries.next();
    if (done) break;
    batch.push(value);
  }
  return batch;
}

function learned(name: string, entries: Generator<Entry>) {
  const detector = new Detector({ learnMinutes: 24 * 60 });
  const speed = measured(name, entries, (entry) => detector.observe(entry));
  globalThis.gc?.();
  const held = Math.round(process.memoryUsage().heapUsed / 2 ** 20);
  return { ...speed, patterns: detector.patterns, heapMiB: held };
}

let words = 0;
const floor = measured("floor: lines into words", manyDays(LINES), ({ line }) => {
  words += line.split(/\s+/).length;
});
const results = [learned("a house", manyDays(LINES)), learned("a flood of lines that differ", flood(LINES))];

console.log(`${LINES} lines each; ${machine()}\n`);
const row = (name: string, linesPerSecond: number) =>
  `${name.padEnd(30)} ${linesPerSecond.toLocaleString("en").padStart(10)} lines/s`;
console.log(row(floor.name, floor.linesPerSecond));
for (const { name, linesPerSecond, patterns, heapMiB } of results)
  console.log(`${row(name, linesPerSecond)}, ${patterns} patterns in ${heapMiB} MiB`);
const reached = results.every(({ linesPerSecond }) => linesPerSecond >= WANTED);
console.log(`\n${reached ? "reached" : "MISSED"}: ${WANTED.toLocaleString("en")} lines/s on one core\n`);
console.log(JSON.stringify({ bench: "log-anomaly", lines: LINES, words, floor, results, reached }));
if (!reached) process.exitCode = 1;
