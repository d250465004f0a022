import type { Ask, Outcome } from "../relay/index.ts";
import type { Usage } from "../usage/index.ts";
import { costOf } from "./cost.ts";

/** The ledger's row for a request that has come to its end. */
export function usageOf({ id, facts, caller, spoken, startedAt, why }: Ask, outcome: Outcome): Usage {
  const { attempt, status, fault, endedAt } = outcome;
  const form = attempt?.form;
  // What was answered was paid for, also where its end was not seen: then it is counted as far as it went.
  const partial = status !== 200 && form !== undefined && form.pieces > 0;
  const told = form?.tokens;
  const tokens = {
    prompt: told?.prompt ?? (partial ? facts.tokens : undefined),
    cached: told?.cached,
    completion: told?.completion ?? (partial ? form.pieces : undefined),
  };
  const answered = status === 200 || partial;
  return {
    id,
    at: Date.now(),
    keyId: caller.keyId,
    person: caller.person,
    api: spoken.name,
    model: facts.model,
    provider: attempt?.candidate.provider.name ?? "",
    providerModel: attempt?.candidate.providerModel ?? "",
    stream: facts.stream,
    status,
    promptTokens: tokens.prompt,
    cachedTokens: tokens.cached,
    completionTokens: tokens.completion,
    partial,
    cost: attempt && answered ? costOf(attempt.candidate.model, tokens) : 0,
    queuedMs: outcome.queuedMs,
    firstByteMs: attempt?.firstByteAt === undefined ? undefined : attempt.firstByteAt - startedAt,
    totalMs: endedAt - startedAt,
    attempts: outcome.tries,
    why,
    fault: status === 200 ? undefined : (fault?.details.code ?? (status === 499 ? "client_left" : undefined)),
  };
}
