import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { ToolError } from "../tool.ts";
import { PROGRAMS } from "./environment.ts";

/** The absolute path of a program on this machine. */
export async function find(program: string): Promise<string> {
  const places = program.startsWith("/") ? [program] : PROGRAMS.map((folder) => `${folder}/${program}`);
  for (const place of places) {
    const there = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return place;
  }
  throw new ToolError(`The router's machine has no program ${program}.`);
}
