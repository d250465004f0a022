import { fits } from "../../../kit/index.ts";

/** Whether a program may be run with these arguments: one line of its list has to fit, word by word. */
export function allows(lines: readonly string[], args: readonly string[]): boolean {
  return lines.some((line) => {
    const words = line.split(" ").filter((word) => word !== "");
    const open = words.at(-1) === "*";
    if (open) words.pop();
    if (open ? args.length < words.length : args.length !== words.length) return false;
    return words.every((word, index) => fits(word, args[index] ?? ""));
  });
}
