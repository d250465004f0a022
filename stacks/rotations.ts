import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Rotations, rotations } from "../components/lab/index.ts";
import { Refusal } from "../components/refusal.ts";

const ROOT = new URL("../", import.meta.url);

/** How often each secret of a stack was rotated, and when: numbers and days, kept in Git beside what the stack is. */
export function rotationsFile(stack: string): string {
  return `stacks/${stack}/rotations.json`;
}

/** As it was written; whether it can be read as rotations is for the lab to say. */
export function rotationsIn(stack: string): { file: string; spec: unknown } {
  const file = rotationsFile(stack);
  const path = fileURLToPath(new URL(file, ROOT));
  if (!existsSync(path)) return { file, spec: {} };
  try {
    return { file, spec: JSON.parse(readFileSync(path, "utf8")) };
  } catch (error) {
    throw new Refusal([
      {
        where: file,
        what: `it is not JSON: ${(error as Error).message}.`,
        fix: "correct it there, or take it back from Git: `npx lab secrets` writes it, nobody else has to",
      },
    ]);
  }
}

/** The same, checked: what a lab that was read was read with. */
export function rotationsOf(stack: string): Rotations {
  return rotations.parse(rotationsIn(stack).spec);
}
