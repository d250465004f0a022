import type { Figure } from "../measure.ts";
import type { Memory } from "./memory.ts";
import { added, of, type Speed } from "./speed.ts";
import type { Target } from "./targets.ts";

/** Speed as people read it; each column says what it counts. */
export function speedTable(all: readonly Speed[], direct: Speed): string {
  const head = [
    "",
    "JSON, one: p50 added",
    "JSON, 32: per second",
    "p50 / p99",
    "CPU each",
    "stream, one: first byte added",
    "streams, 32: per second",
    "first byte p50 / p99",
    "CPU each",
    "paced: first byte added",
    "memory idle / peak",
  ];
  const rows = all.map((speed) => {
    const { jsonOne, jsonMany, streamOne, streamMany, pacedOne } = speed.rounds;
    const isDirect = speed === direct;
    const us = (figure: Figure) =>
      isDirect || Number.isNaN(figure.median) ? "" : `${Math.round(figure.median)} us`;
    return [
      `${speed.name} ${speed.version}`.trim(),
      us(thousandfold(added(jsonOne, direct.rounds.jsonOne, "p50"))),
      spread(of(jsonMany, "perSecond")),
      times(of(jsonMany, "p50"), of(jsonMany, "p99")),
      us(of(jsonMany, "cpuUs")),
      us(thousandfold(added(streamOne, direct.rounds.streamOne, "firstP50"))),
      spread(of(streamMany, "perSecond")),
      times(of(streamMany, "firstP50"), of(streamMany, "firstP99")),
      us(of(streamMany, "cpuUs")),
      us(thousandfold(added(pacedOne, direct.rounds.pacedOne, "firstP50"))),
      isDirect ? "" : `${megabytes(speed.idleKb)} / ${megabytes(speed.peakKb)} MB`,
    ];
  });
  return table(head, rows);
}

export function memoryTable(all: readonly Memory[]): string {
  const streams = all[0]?.perStream.map((each) => each.streams) ?? [];
  const head = [
    "",
    "idle",
    ...streams.map((count) => `each of ${count} open streams`),
    "1,500 x 150 kB: peak",
    "10 s later",
    "each stream that nobody reads: after 3 s / 9 s",
  ];
  const rows = all.map(({ name, idle, perStream, bodies, stalled }) => [
    name,
    `${idle} MB`,
    ...perStream.map(({ kb }) => `${kb} kB`),
    `${bodies.peak} MB`,
    `${bodies.left} MB`,
    `${stalled.soonKb} / ${stalled.laterKb} kB`,
  ]);
  return table(head, rows);
}

export function targetTable(targets: readonly Target[]): string {
  const rows = targets.map(({ what, figure, unit, wanted, reached }) => [
    what,
    `${round(figure)} ${unit}`,
    "least" in wanted ? `at least ${wanted.least}` : `at most ${wanted.most}`,
    reached ? "reached" : "missed",
  ]);
  return table(["what", "figure", "to reach", ""], rows);
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|---|${"--:|".repeat(head.length - 1)}`, ...rows.map(line)].join("\n");
}

function spread({ median, min, max }: Figure): string {
  if (Number.isNaN(median)) return "fails";
  return `${Math.round(median)} (${Math.round(min)} to ${Math.round(max)})`;
}

function times(p50: Figure, p99: Figure): string {
  if (Number.isNaN(p50.median)) return "";
  return `${p50.median.toFixed(1)} / ${p99.median.toFixed(1)} ms`;
}

function thousandfold({ median, min, max }: Figure): Figure {
  return { median: median * 1000, min: min * 1000, max: max * 1000 };
}

function megabytes(kb: number): number {
  return Math.round(kb / 1000);
}

function round(figure: number): number {
  return Math.round(figure * 100) / 100;
}
