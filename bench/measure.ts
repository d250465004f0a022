import { spawn } from "node:child_process";
import { cpus, totalmem } from "node:os";

/** One figure of several runs: the median is quoted, the spread tells how noisy the machine was. */
export interface Figure {
  median: number;
  min: number;
  max: number;
}

export function figure(seconds: number[]): Figure {
  const sorted = seconds.toSorted((a, b) => a - b);
  return {
    median: at(sorted, Math.floor(sorted.length / 2)),
    min: at(sorted, 0),
    max: at(sorted, sorted.length - 1),
  };
}

/** Runs a command to its end and returns its seconds; a failure stops the bench, with what was printed. */
export async function seconds(
  command: string,
  args: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
) {
  const started = performance.now();
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on("error", reject).on("close", resolve),
  );
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} exited ${code}:\n${Buffer.concat(output)}`);
  return (performance.now() - started) / 1000;
}

export function machine(): string {
  return `${cpus().length} cores (${cpus()[0]?.model}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
}

function at(sorted: number[], index: number): number {
  return Math.round((sorted[index] ?? Number.NaN) * 1000) / 1000;
}
