import { asideColours } from "./terminal.ts";

/** The result: standard output, and nothing else goes there. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function sayJson(document: unknown): void {
  say(JSON.stringify(document, null, 2));
}

let clearLines = () => {};

/** Lines that are rewritten all the time make way for what stays. Returns how to take them away for good. */
export function keepAside(clear: () => void): () => void {
  clearLines = clear;
  return () => {
    clearLines = () => {};
  };
}

/** Whatever is worth knowing beside the result. */
export function note(text: string): void {
  clearLines();
  process.stderr.write(`${text}\n`);
}

export function complain(text: string): void {
  note(`${asideColours.bold(asideColours.red("error:"))} ${text}`);
}
