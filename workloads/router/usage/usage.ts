/** What one request of a client came to: a row of the ledger. */
export interface Usage {
  /** The request's id: recording one twice changes nothing. */
  id: string;
  /** Milliseconds since 1970, at its end. */
  at: number;
  keyId: string;
  person: string;
  /** Which API was spoken: `chat`, `messages`, `responses`, `embeddings`, ... */
  api: string;
  /** As asked: an alias, perhaps. */
  model: string;
  /** Who answered, and under which name; empty when nobody did. */
  provider: string;
  providerModel: string;
  stream: boolean;
  /** What the client got; 499 when it went away first. */
  status: number;
  /** Without a number: nobody said, which is not the same as zero. */
  promptTokens: number | undefined;
  cachedTokens: number | undefined;
  completionTokens: number | undefined;
  /** The end of the answer was not seen, so the tokens are what was counted until then. */
  partial: boolean;
  /** In millionths of a US dollar. */
  cost: number;
  queuedMs: number;
  firstByteMs: number | undefined;
  totalMs: number;
  /** How many providers were tried. */
  attempts: number;
  /** Why it was sent where it was sent, for a person. */
  why: string;
  /** The code of what went wrong, never its content. */
  fault: string | undefined;
}

/** Where usage is kept: on disk when `record` returns, so that it outlives the process and a database that is away. */
export interface Ledger {
  record(usage: Usage): void;
}
