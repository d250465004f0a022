/** The router's answers, as far as pages show them. tests/dashboard/promises.ts holds them to what it promises. */

export interface Totals {
  requests: number;
  failures: number;
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
  /** Millionths of a US dollar. */
  cost: number;
}

export interface Percentiles {
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

export interface Measured extends Totals {
  firstByteMs: Percentiles;
  totalMs: Percentiles;
  queuedMs: Percentiles;
  tokensPerSecond: Percentiles;
}

export interface Bucket extends Measured {
  at: string;
}

export interface Series {
  bucketSeconds: number;
  buckets: Bucket[];
  total: Measured;
}

export interface Points {
  at: number[];
  firstByteMs: (number | null)[];
  totalMs: number[];
  tokensPerSecond: (number | null)[];
}

export interface Top {
  top: ({ name: string } & Totals)[];
}

export interface UsageRow {
  id: string;
  at: string;
  keyId: string;
  person: string;
  api: string;
  model: string;
  provider: string;
  providerModel: string;
  stream: boolean;
  status: number;
  promptTokens: number | null;
  completionTokens: number | null;
  cost: number;
  queuedMs: number;
  firstByteMs: number | null;
  totalMs: number;
  attempts: number;
  why: string | null;
  fault: string | null;
}

export interface Recent {
  rows: UsageRow[];
  next: string | null;
}

export interface UnderWay {
  id: string;
  keyId: string;
  person: string;
  api: string;
  model: string;
  stream: boolean;
  asks: string[];
  why: string;
  provider: string | null;
  ms: number;
  firstByteMs: number | null;
  tokens: number;
}

export interface UnderWayList {
  requests: UnderWay[];
  total: number;
}

export interface Provider {
  name: string;
  kind: "openai" | "anthropic" | "ollama";
  privacy: "local" | "outside";
  up?: boolean | undefined;
  reason?: string | undefined;
  breaker: "closed" | "open" | "half-open";
  running: number;
  queued: number;
  heldBack?: string | undefined;
  models: {
    id: string;
    context?: number | undefined;
    loaded?: boolean | undefined;
    firstByteMs?: number | undefined;
  }[];
}

export interface Limits {
  requestsPerMinute?: number | undefined;
  tokensPerMinute?: number | undefined;
  budgetPerDay?: number | undefined;
  budgetPerMonth?: number | undefined;
}

export interface Key {
  id: string;
  prefix: string;
  status: "active" | "expired" | "revoked";
  name: string;
  person: string;
  admin: boolean;
  models: string[];
  limits: Limits;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
}

export interface IssuedKey extends Key {
  secret: string;
}

export interface NewKey {
  name: string;
  person?: string;
  admin: boolean;
  models: string[];
  limits: Limits;
  expiresAt: string | null;
}

export interface Conversation {
  id: string;
  title: string;
  pinned: boolean;
  tokens: number;
  /** Seconds since 1970. */
  updated_at: number;
}

export interface Message {
  position: number;
  at: number;
  message: Record<string, unknown>;
}

export interface Found {
  conversation: string;
  title: string;
  position: number;
  role: string;
  at: number;
  excerpt: string;
}

export interface SearchAnswer {
  by: "words" | "words and meaning";
  note?: string | undefined;
  data: Found[];
}

export interface Person {
  person: string;
  conversations: number;
  updated_at: number;
}

export interface Page<Item> {
  data: Item[];
  has_more: boolean;
}
