import { Fault } from "../http/fault.ts";
import { type Candidate, embeds, parameters } from "./candidate.ts";
import type { Resolution } from "./table.ts";

/** What a request needs of whoever answers it. */
export interface Needs {
  kind: "chat" | "embeddings" | "other";
  /** Tokens of the prompt, counted roughly. */
  tokens: number;
  /** Tokens of the answer, where the client said how many it wants. */
  maxOutput?: number | undefined;
  vision: boolean;
  audio: boolean;
  tools: boolean;
  /** Must not leave the house, whatever fails. */
  local: boolean;
  /** Where the conversation was answered last: `gaming_pc/qwen3-14b`. */
  lastAt?: string | undefined;
}

export interface Decision {
  /** Who is asked, one after the other, until one answers. */
  candidates: Candidate[];
  /** For the header and the log. */
  why: string;
}

/** Pure but for the providers' state, which it reads: who answers, and who if that one fails. */
export function choose(resolution: Resolution, needs: Needs): Decision {
  const all = resolution.tiers.flat();
  const local = needs.local || resolution.privacy === "local";
  const [only] = all;
  if (all.length === 1 && only && unfit(only, needs, local, resolution) === undefined && !isAway(only)) {
    return { candidates: all, why: "the only one" };
  }

  const refused: Unfit[] = [];
  const ranked: Ranked[] = [];
  resolution.tiers.forEach((tier, index) => {
    for (const candidate of tier) {
      const fault = unfit(candidate, needs, local, resolution);
      if (fault) refused.push(fault);
      else ranked.push(rank(candidate, needs, resolution, index));
    }
  });
  if (ranked.length === 0) throw nobody(resolution, refused);
  ranked.sort((one, other) => one.score - other.score);
  const ready = ranked.filter(({ candidate }) => !isAway(candidate));
  const [first] = ready;
  if (!first) throw away(ranked);
  const others = ranked.length - 1 > 0 ? `, before ${ranked.length - 1} more` : "";
  return {
    candidates: ready.map(({ candidate }) => candidate),
    why: `${first.reasons.join(", ") || "equal"}${others}`,
  };
}

interface Unfit {
  code: "privacy" | "context_length_exceeded" | "unsupported";
  candidate: Candidate;
  message: string;
}

/** Room for an answer where the client did not say how long it may be. */
const ANSWER_TOKENS = 256;

function unfit(candidate: Candidate, needs: Needs, local: boolean, { name }: Resolution): Unfit | undefined {
  const { model, provider } = candidate;
  if (local && provider.privacy !== "local") {
    return { code: "privacy", candidate, message: "is outside the house" };
  }
  if (model.context !== undefined && needs.tokens + (needs.maxOutput ?? ANSWER_TOKENS) > model.context) {
    const asked = `about ${needs.tokens} tokens and ${needs.maxOutput ?? ANSWER_TOKENS} for the answer`;
    return {
      code: "context_length_exceeded",
      candidate,
      message: `holds ${model.context} tokens, and this takes ${asked}`,
    };
  }
  const lacks =
    (needs.vision && model.vision === false && "cannot see images") ||
    (needs.vision && name === "vision" && !sees(candidate) && "is not known to see images") ||
    (needs.audio && model.audio === false && "cannot hear") ||
    (needs.tools && model.tools === false && "cannot call tools") ||
    (needs.kind === "embeddings" && model.embeddings === false && "makes no embeddings") ||
    (needs.kind === "chat" && embeds(candidate) && "makes embeddings, and cannot talk");
  return lacks ? { code: "unsupported", candidate, message: lacks } : undefined;
}

const SEEING = /vision|-vl|vl-|llava|pixtral|gpt-4o|gpt-5|claude|gemini|gemma-?3|minicpm-v/i;

function sees({ model }: Candidate): boolean {
  return model.vision ?? SEEING.test(model.id);
}

function isAway({ provider }: Candidate): boolean {
  return provider.takenOut !== undefined || provider.breaker.state === "open";
}

interface Ranked {
  candidate: Candidate;
  score: number;
  reasons: string[];
}

// All of it in milliseconds that a person waits, or would as soon wait: so that the parts can be added.
const FIRST_BYTE_GUESS = { local: 300, outside: 800 };
const TOTAL_GUESS = 5_000;
/** A model of some ten gigabytes read from a disk. */
const LOADING = 15_000;
/** Reading a prompt anew, for each of its tokens. */
const PREFILL = 1;
const DOWN = 1e9;
const TIER = 1e6;
/** A cent is worth a second. */
const DOLLAR = 100_000;
/** Where the cheapest is wanted, nobody minds to wait. */
const DOLLAR_WHEN_CHEAP = 1e9;

function rank(candidate: Candidate, needs: Needs, { prefer }: Resolution, tier: number): Ranked {
  const { provider, model, providerModel } = candidate;
  const pace = provider.paceOf(model.id);
  const reasons: string[] = [];
  let score = pace.firstByte ?? FIRST_BYTE_GUESS[provider.privacy];
  if (prefer === "order") {
    score += tier * TIER;
    reasons.push(`choice ${tier + 1}`);
  }
  const { gate } = provider;
  const verdict = gate?.verdict;
  if (verdict?.is === "shut") {
    score += verdict.expectedMs;
    reasons.push("to be loaded first");
  }
  if (!gate && provider.health?.up === false) {
    score += DOWN;
    reasons.push("down, but the best there is");
  }
  if (provider.resting) {
    score += DOWN;
    reasons.push("asked for a pause");
  }
  const { busy, waiting, limit } = provider.slots;
  if (busy) {
    score += ((waiting + 1) * (pace.total ?? TOTAL_GUESS)) / limit;
    reasons.push(`${waiting} waiting`);
  }
  if (provider.loaded) {
    if (provider.loaded.has(providerModel)) reasons.push("in VRAM");
    else score += LOADING;
  }
  if (needs.lastAt === candidate.name) {
    score -= needs.tokens * PREFILL;
    reasons.push("knows the conversation");
  }
  const dollars = priceOf(candidate, needs);
  if (prefer === "cheap") score += dollars * DOLLAR_WHEN_CHEAP;
  else if (prefer === "auto") score += dollars * DOLLAR;
  if (prefer === "big") {
    const size = Math.max(parameters(candidate), (model.cost?.completion ?? 0) * 10);
    score -= size * TIER;
    reasons.push("the biggest");
  }
  if (pace.firstByte !== undefined) reasons.push(`${Math.round(pace.firstByte)} ms`);
  return { candidate, score, reasons };
}

/** Tokens of an answer of a common length, for comparing prices. */
const COMMON_ANSWER = 500;

function priceOf({ model }: Candidate, { tokens, maxOutput }: Needs): number {
  if (!model.cost) return 0;
  const answer = Math.min(maxOutput ?? COMMON_ANSWER, COMMON_ANSWER);
  return (tokens * model.cost.prompt + answer * model.cost.completion) / 1e6;
}

/** Nobody can do what is asked, now or later. */
function nobody({ name }: Resolution, refused: Unfit[]): Fault {
  const [first] = refused;
  if (!first) {
    return new Fault({
      status: 404,
      kind: "not_found",
      code: "model_not_found",
      param: "model",
      message: `No provider has a model for "${name}" now. GET /v1/models lists what there is.`,
    });
  }
  // The widest shows how much has to go; elsewhere the first says what is missing.
  const { code, candidate, message } = refused.reduce((best, one) =>
    (one.candidate.model.context ?? 0) > (best.candidate.model.context ?? 0) ? one : best,
  );
  const others = refused.length > 1 ? ` (and so for ${refused.length - 1} more)` : "";
  const fixes = {
    privacy: "Ask for a model of the house, or without the privacy class `local`.",
    context_length_exceeded: "Send less, or ask for a model that holds more.",
    unsupported: "Ask for another model; GET /v1/models tells what each can do.",
  };
  return new Fault({
    status: code === "privacy" ? 403 : 400,
    kind: code === "privacy" ? "permission" : "invalid_request",
    code,
    param: code === "context_length_exceeded" ? "messages" : "model",
    message: `${candidate.name} ${message}${others}. ${fixes[code]}`,
  });
}

/** A game lasts longer, but asking costs little. */
const HELD_BACK_GUESS = 30_000;

/** Somebody could, but not now. */
function away(ranked: Ranked[]): Fault {
  const held = ranked.find(({ candidate }) => candidate.provider.takenOut !== undefined);
  const pauses = ranked
    .map(({ candidate }) => candidate.provider.breaker.remaining)
    .filter((pause) => pause > 0);
  const seconds = Math.ceil(Math.min(...(pauses.length > 0 ? pauses : [HELD_BACK_GUESS])) / 1000);
  const names = ranked.map(({ candidate }) => candidate.name).join(", ");
  return new Fault({
    status: 503,
    kind: "overloaded",
    code: "provider_unavailable",
    message: held
      ? `${names}: taken out for now (${held.candidate.provider.takenOut}), and nobody else may answer.`
      : `${names}: failed lately, and is left alone for ${seconds} s. Nobody else may answer.`,
    retryAfter: seconds,
  });
}
