import { createHash } from "node:crypto";

/** What a folder holds that `lab render` has written, by path: how each was when it was written. */
export type Written = { readonly [path: string]: string };

/** What is to be done, so that a folder holds what was rendered. */
export interface Changes {
  write: string[];
  remove: string[];
  /** Ours once, no longer rendered, and changed by somebody since: left where they are. */
  changed: string[];
  /** Somebody else's, where something of ours belongs. */
  inTheWay: string[];
}

/** Only what we wrote is ever removed, and only as long as nobody else has changed it. */
export function changesFor(
  files: { [path: string]: string },
  record: Written,
  read: (path: string) => string | undefined,
): Changes {
  const [paths, before] = [Object.keys(files).sort(), Object.keys(record).sort()];
  const differing = paths.filter((path) => read(path) !== files[path]);
  const isStranger = (path: string) => read(path) !== undefined && record[path] === undefined;
  const stale = before.filter((path) => files[path] === undefined && read(path) !== undefined);
  const isAsWritten = (path: string) => printOf(read(path) ?? "") === record[path];
  return {
    write: differing.filter((path) => !isStranger(path)),
    remove: stale.filter(isAsWritten),
    changed: stale.filter((path) => !isAsWritten(path)),
    inTheWay: differing.filter(isStranger),
  };
}

export function recordOf(files: { [path: string]: string }): Written {
  const paths = Object.keys(files).sort();
  return Object.fromEntries(paths.map((path) => [path, printOf(files[path] ?? "")]));
}

function printOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
