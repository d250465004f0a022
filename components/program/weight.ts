import { basename } from "node:path";
import type { Metafile } from "esbuild";
import type { Problem } from "../refusal.ts";

/** A ConfigMap holds 1 MiB at most, and the engine writes it into its state: what is larger belongs in an image. */
const MOST = 900_000;
const TOLD = 5;

/** Refuses a program that no ConfigMap should hold, with what makes it so heavy: as it starts, and in all the rest. */
export function tooHeavy(
  entry: string,
  { outputs }: Metafile,
  isLoaded: (file: string) => boolean,
): Problem | undefined {
  const files = Object.entries(outputs);
  const start = files.filter(([path]) => isLoaded(basename(path)));
  const later = files.filter(([path]) => !isLoaded(basename(path)));
  return weighed(entry, "is", start) ?? weighed(entry, "has beside what it starts with", later);
}

function weighed(entry: string, has: string, files: [string, Output][]): Problem | undefined {
  const bytes = files.reduce((sum, [, output]) => sum + output.bytes, 0);
  if (bytes <= MOST) return undefined;
  const weights = new Map<string, number>();
  for (const [source, { bytesInOutput }] of files.flatMap(([, { inputs }]) => Object.entries(inputs))) {
    const owner = ownerOf(source);
    weights.set(owner, (weights.get(owner) ?? 0) + bytesInOutput);
  }
  const heaviest = [...weights].toSorted(([, a], [, b]) => b - a).slice(0, TOLD);
  return {
    where: entry,
    what: `the program ${has} ${kilobytes(bytes)} when bundled, and may be ${kilobytes(MOST)}.`,
    facts: heaviest.map(([owner, weight]) => `${owner}: ${kilobytes(weight)}`),
    fix: "import less of the first of these, import it only when it is needed, or take a smaller package",
  };
}

type Output = Metafile["outputs"][string];

/** The package that a file belongs to, or the file itself where it is ours. */
function ownerOf(source: string): string {
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? [];
  return name ?? source;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`;
}
