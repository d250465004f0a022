import { text } from "node:stream/consumers";
import { exits, Stop } from "../exits.ts";

/** A value that must never be an argument: other people's `ps` shows those, and the shell's history keeps them. */
export async function standardInput(name: string): Promise<string> {
  const how = `npx lab secrets rotate ${name} < file-with-it`;
  if (process.stdin.isTTY)
    throw new Stop(`${name} is given by others, and comes by standard input: ${how}`, exits.usage);
  const value = (await text(process.stdin)).trim();
  if (value === "") throw new Stop(`nothing came by standard input for ${name}: ${how}`, exits.usage);
  return value;
}
