import type { Observer } from "./gateway/index.ts";
import type { Events, Metrics, Traces } from "./metrics/index.ts";
import type { Ledger } from "./usage/index.ts";

export interface Observed {
  ledger: Ledger;
  metrics: Metrics;
  events: Events;
  traces: Traces | undefined;
}

/** Tells each request to the ledger, the metrics, whoever watches live, and a collector of traces. */
export function observe({ ledger, metrics, events, traces }: Observed): Observer {
  return {
    trace: (headers) => traces?.begin(headers),
    started({ id, caller, spoken, facts }) {
      if (facts.stream) metrics.streamOpened();
      // Mostly nobody watches: then not even the event is made.
      if (!events.watched) return;
      const { model, stream } = facts;
      events.tell({ type: "started", id, keyId: caller.keyId, api: spoken.name, model, stream });
    },
    answering({ id, startedAt }, { candidate }) {
      if (!events.watched) return;
      const ms = performance.now() - startedAt;
      events.tell({ type: "first-byte", id, provider: candidate.provider.name, ms });
    },
    ended({ id, facts, trace }, usage) {
      // First of all: what was counted must be on disk before anybody is told that it is done.
      ledger.record(usage);
      metrics.ended(usage);
      if (facts.stream) metrics.streamClosed();
      trace?.end(usage);
      if (!events.watched) return;
      const { provider, status, totalMs: ms, promptTokens, completionTokens, fault } = usage;
      events.tell({ type: "ended", id, provider, status, ms, promptTokens, completionTokens, fault });
    },
  };
}
