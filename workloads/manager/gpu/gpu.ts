import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Reading, readDcgm, readSmi } from "./reading.ts";

const run = promisify(execFile);
const ANSWERS_WITHIN_MS = 5_000;
const QUERY = ["--query-gpu=memory.total,memory.used", "--format=csv,noheader,nounits"];

/** Who tells of the card: the program `nvidia-smi`, or the address of a DCGM exporter. Rejects where it cannot be told. */
export type Gpu = () => Promise<Reading>;

export function gpuFrom(source: string, card: number): Gpu {
  return source.startsWith("http") ? () => byExporter(source, card) : () => byProgram(source, card);
}

async function byProgram(program: string, card: number): Promise<Reading> {
  const { stdout } = await run(program, QUERY, { timeout: ANSWERS_WITHIN_MS });
  return readSmi(stdout, card);
}

async function byExporter(address: string, card: number): Promise<Reading> {
  const response = await fetch(address, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  return readDcgm(await response.text(), card);
}
