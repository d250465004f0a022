import pc from "picocolors";

/** Colours only where a person looks: `hasColors` also heeds NO_COLOR, FORCE_COLOR and dumb terminals. */
function coloursOn(stream: NodeJS.WriteStream) {
  return pc.createColors(Boolean(stream.isTTY && stream.hasColors()));
}

/** For what was asked for: standard output, which may be piped. */
export const colours = coloursOn(process.stdout);
/** For what is said beside it: progress, warnings, errors. */
export const asideColours = coloursOn(process.stderr);

/** A pipe has no edge: whatever reads it gets every cell whole. */
export const width = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;

/** Whether there is a person who can be asked, and who sees something move. */
export const attended = Boolean(process.stdin.isTTY && process.stderr.isTTY && !process.env.CI);
