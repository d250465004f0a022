import { Stop } from "../../exits.ts";

/** What a forge answered where it did not do what it was asked. */
export interface Answer {
  status: number;
  /** What it says of itself, if it is the forge that speaks. */
  message: string;
  type: string;
  retryAfter?: string | undefined;
}

const MEANINGS: Record<number, { what: string; fix: string }> = {
  401: {
    what: "it does not know the token",
    fix: "make a new one, and give it as GITHUB_TOKEN or GITLAB_TOKEN",
  },
  403: {
    what: "the token may not do this",
    fix: "give the job `permissions: { pull-requests: write }`, or the token the right to write comments",
  },
  404: {
    what: "it knows no such pull request, or the token may not see it",
    fix: "check the repository's name and the number",
  },
  410: { what: "comments are switched off there", fix: "switch issues on, or run with --to FILE" },
  422: {
    what: "it does not accept the comment",
    fix: "see whether the conversation is locked, and unlock it",
  },
  429: { what: "it has enough of us for now", fix: "run the job again later" },
};

/** Kept with its status: that a comment is gone is no fault where it should go. */
export class ForgeFault extends Stop {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

export async function unlessGone(removal: Promise<void>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!(error instanceof ForgeFault && error.status === 404)) throw error;
  }
}

/** One message for whatever goes wrong out there: what was asked, of whom, what it said, and what to do. */
export function forgeFault(asked: string, name: string, answer: Answer): ForgeFault {
  const { status, message, type, retryAfter } = answer;
  if (!/json/.test(type))
    return new ForgeFault(
      `${name}: ${asked} was answered by a page (${status}), not by an API\n  fix: check the address of the API; a proxy may ask for a login`,
      status,
    );
  const limited = status === 429 || (status === 403 && /rate limit/i.test(message));
  const { what, fix } = MEANINGS[limited ? 429 : status] ?? {
    what: status >= 500 ? "it is ill" : "it refused",
    fix: "run the job again; if it stays so, ask those who run the forge",
  };
  const later = retryAfter ? ` (it says: in ${retryAfter} seconds)` : "";
  return new ForgeFault(
    `${name}: ${asked} failed: ${what} (${status}: ${message})\n  fix: ${fix}${later}`,
    status,
  );
}

/** A page with the status of success is no answer either. */
export function answered<T extends object>(data: T, key: keyof T): T {
  if (typeof data === "object" && data !== null && key in data) return data;
  throw new Page();
}

/** Thrown where an answer is not what the API says; told as what it is by whoever asked. */
export class Page extends Error {}

export function unreachable(asked: string, name: string, api: string, error: unknown): Error {
  if (error instanceof Page) return forgeFault(asked, name, { status: 200, message: "", type: "text/html" });
  if (error instanceof Stop) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new Stop(
    `${name}: ${asked} failed: ${api} does not answer (${why})\n  fix: check its address and the network`,
  );
}
