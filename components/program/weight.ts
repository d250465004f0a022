import type { Metafile } from "esbuild";
import type { Problem } from "../refusal.ts";

/** A ConfigMap holds 1 MiB at most, and the engine writes it into its state: what is larger belongs in an image. */
const MOST = 900_000;
const TOLD = 5;

/** Refuses a program that no ConfigMap should hold, with what makes it so heavy. */
export function tooHeavy(entry: string, { outputs }: Metafile): Problem | undefined {
  const [output] = Object.values(outputs);
  if (!output || output.bytes <= MOST) return undefined;
  const weights = new Map<string, number>();
  for (const [source, { bytesInOutput }] of Object.entries(output.inputs)) {
    const owner = ownerOf(source);
    weights.set(owner, (weights.get(owner) ?? 0) + bytesInOutput);
  }
  const heaviest = [...weights].toSorted(([, a], [, b]) => b - a).slice(0, TOLD);
  return {
    where: entry,
    what: `the program is ${kilobytes(output.bytes)} when bundled, and may be ${kilobytes(MOST)}.`,
    facts: heaviest.map(([owner, bytes]) => `${owner}: ${kilobytes(bytes)}`),
    fix: "import less of the first of these, or a smaller package in its place",
  };
}

/** The package that a file belongs to, or the file itself where it is ours. */
function ownerOf(source: string): string {
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? [];
  return name ?? source;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`;
}
