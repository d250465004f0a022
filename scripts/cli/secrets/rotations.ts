import { join } from "node:path";
import type { Rotations } from "../../../components/lab/index.ts";
import { rotationsFile } from "../../../stacks/rotations.ts";
import { writeWhole } from "../../setup/files.mjs";
import { checkout } from "../../setup/paths.mjs";

export function writeRotations(stack: string, rotations: Rotations): void {
  writeWhole(join(checkout, rotationsFile(stack)), `${JSON.stringify(rotations, null, 2)}\n`);
}
