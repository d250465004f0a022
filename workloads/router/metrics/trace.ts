import type { IncomingHttpHeaders } from "node:http";
import type { Log } from "../../kit/index.ts";
import type { Usage } from "../usage/index.ts";

/** Tells an OpenTelemetry collector where the time of requests goes. Names and numbers only, never contents. */
export interface Traces {
  /** Continues the client's own trace where its headers name one. */
  begin(headers: IncomingHttpHeaders): RequestTrace;
  /** Sends what has not been sent, as far as somebody takes it. */
  close(): Promise<void>;
}

export interface RequestTrace {
  /** One provider is asked. */
  attempt(provider: string, model: string): AttemptTrace;
  end(usage: Usage): void;
}

export interface AttemptTrace {
  /** For the provider, so that its spans hang below this one: `[name, value, ...]`. */
  readonly headers: string[];
  end(result: { status: number | undefined; fault: string | undefined }): void;
}

export interface TracesSettings {
  /** The collector's address, without `/v1/traces`. */
  endpoint: string | undefined;
  version: string;
  log: Log;
}
