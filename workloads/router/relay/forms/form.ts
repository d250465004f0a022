import type { Counted } from "../../translate/index.ts";

/** What a provider sends becomes what the client gets. Knows nothing of sockets and time. */
export interface Form {
  /** What goes to the client of all that has come until now; throws a Fault for what is no answer. */
  push(piece: Buffer): Buffer | undefined;
  /** The last of it, once the provider has ended; throws a Fault where its answer is cut short. */
  end(): Buffer | undefined;
  /** As far as the provider has told. */
  readonly tokens: Counted | undefined;
  /** Pieces of the answer seen: what can be said of its length when its end was not seen. */
  readonly pieces: number;
  /** Sent in one piece, with its length. */
  readonly whole: boolean;
}
