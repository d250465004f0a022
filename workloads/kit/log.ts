import { isatty } from "node:tty";
import pino from "pino";

export const levels = ["debug", "info", "warn", "error", "silent"] as const;
export type Level = (typeof levels)[number];

/** What a part of a program may say. Never a header, a key, a prompt or an answer. */
export type Log = Pick<pino.Logger, "debug" | "info" | "warn" | "error" | "isLevelEnabled">;

/** Lines of JSON, each written before the next thing happens, so that a crash loses none; plain ones at a terminal. */
export function makeLog(level: Level): pino.Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (isatty(1)) return pino(options, { write: (line: string) => process.stdout.write(readable(line)) });
  return pino(options, pino.destination({ dest: 1, sync: true }));
}

const names: Record<number, string> = { 20: "debug", 30: "info ", 40: "WARN ", 50: "ERROR" };

/** `12:04:51 WARN  provider is down provider=gaming_pc` */
function readable(line: string): string {
  const { level, time, msg, ...rest } = JSON.parse(line);
  const facts = Object.entries(rest).map(([name, value]) => `${name}=${shown(value)}`);
  return `${[String(time).slice(11, 19), names[level] ?? level, msg, ...facts].join(" ")}\n`;
}

/** Quoted where it is no plain word: nothing that is logged may move a terminal's cursor. Traces keep their lines. */
function shown(value: unknown): string {
  if (typeof value === "string" && /^[\w./:@+-]+$/.test(value)) return value;
  return JSON.stringify(value).replaceAll("\\n", "\n  ");
}
