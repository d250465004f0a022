import type { Problem } from "../refusal.ts";
import { refuse } from "../refusal.ts";
import type { GivenToken, KeptSecret, OwnSecret } from "../secrets/index.ts";

/** Text in which secrets are only named. */
export type SetupText = (string | OwnSecret | KeptSecret | GivenToken)[];

export interface SetupFile {
  text: SetupText;
  /** Readable by all, unless it says otherwise; what holds a secret is for its owner alone. */
  mode?: string;
  owner?: string;
  /** Its text is base64 of what it holds: a secret of several lines would have to be indented in YAML. */
  base64?: boolean;
}

/**
 * What makes a bare Debian or Ubuntu what the inventory says of it: packages, then files, then commands. It can be done
 * again at any time, and then changes only what differs. A machine that an API makes is handed it as cloud-init; every
 * other one runs it as a script.
 */
export interface Setup {
  packages: string[];
  /** By path. */
  files: Record<string, SetupFile>;
  /** Lines of sh, run as root, in order. Each can be run again. */
  commands: string[];
}

/** One of several pieces, none of which knows the others. A file that two of them write is refused. */
export function setupOf(machine: string, ...pieces: Partial<Setup>[]): Setup {
  const paths = pieces.flatMap(({ files = {} }) => Object.keys(files));
  refuse(paths.filter((path, at) => paths.indexOf(path) !== at).map((path) => twice(machine, path)));
  return {
    packages: [...new Set(pieces.flatMap(({ packages = [] }) => packages))].toSorted(),
    files: Object.assign({}, ...pieces.map(({ files = {} }) => files)),
    commands: pieces.flatMap(({ commands = [] }) => commands),
  };
}

export function holdsSecret({ text }: SetupFile): boolean {
  return text.some((part) => typeof part !== "string");
}

export function modeOf(file: SetupFile): string {
  return file.mode ?? (holdsSecret(file) ? "0600" : "0644");
}

function twice(machine: string, path: string): Problem {
  return {
    where: `the setup of ${machine}`,
    what: `two of its pieces write ${path}.`,
    fix: "give one of them a path of its own",
  };
}
