/** What cannot be judged before the update, by its path. */
export class Unseen {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }
}

/** What a rule says of something: nothing, one thing that is wrong, or several. */
export type Said = string | Unseen | false | undefined | "" | Said[];

/** One thing that is wrong, or that nobody can see yet. */
export type Word = string | Unseen;

/** Asks for what may not be known yet. What stands beside it is judged all the same. */
export function look(ask: () => Said): Said {
  try {
    return ask();
  } catch (error) {
    if (isUnknown(error)) return new Unseen(error.props.map(String).join("."));
    throw error;
  }
}

export function words(said: Said): Word[] {
  if (Array.isArray(said)) return said.flatMap(words);
  return said ? [said] : [];
}

/** By its name: the SDK throws it, and does not declare it. */
function isUnknown(error: unknown): error is Error & { props: (string | symbol)[] } {
  return error instanceof Error && error.constructor.name === "UnknownValueError";
}
