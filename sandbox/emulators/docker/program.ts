/** How the program of a container ends, as far as its name tells: nothing is really run here. */
export interface Ending {
  afterMs: number;
  code: number;
}

/** A tool's work is soon done. */
const workMs = 150;

const tools = new Set(
  "chown chmod chgrp mkdir cp mv rm ln touch install true echo printf ls cat tar env id date uname test hello".split(
    " ",
  ),
);

/**
 * Tools do their work and end, whatever else is a server and stays. A shell's script ends where each of its commands
 * is a tool or says by itself how it ends.
 */
export function endingOf(command: string[]): Ending | undefined {
  const [program = "", ...args] = command;
  const name = program.replace(/^.*\//, "");
  if (["sh", "bash", "ash", "dash"].includes(name)) {
    const at = args.findIndex((arg) => /^-\w*c$/.test(arg));
    return at < 0 ? undefined : endingOfScript(args[at + 1] ?? "");
  }
  if (name === "false") return { afterMs: workMs, code: 1 };
  if (name === "sleep") return sleepOf(args);
  if (name === "exit") return { afterMs: workMs, code: Number(args[0] ?? 0) % 256 };
  return tools.has(name) ? { afterMs: workMs, code: 0 } : undefined;
}

function endingOfScript(script: string): Ending | undefined {
  const whole = { afterMs: 0, code: 0 };
  for (const command of script.split(/&&|;|\n/)) {
    const words = command
      .trim()
      .replace(/^exec\s+/, "")
      .split(/\s+/)
      .filter(Boolean);
    if (words.length === 0) continue;
    const ending = endingOf(words);
    if (!ending) return undefined;
    whole.afterMs += ending.afterMs;
    whole.code = ending.code;
    if (words[0] === "exit") break;
  }
  return whole;
}

function sleepOf([duration = ""]: string[]): Ending | undefined {
  const [, amount, unit = "s"] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(duration) ?? [];
  if (amount === undefined) return undefined;
  const seconds = { s: 1, m: 60, h: 3600, d: 86_400 }[unit || "s"] ?? 1;
  return { afterMs: Number(amount) * seconds * 1000, code: 0 };
}
