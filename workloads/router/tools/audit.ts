import { createHash } from "node:crypto";

/** One call of a server-side tool, without what was asked and answered. */
export interface ToolAudit {
  id: string;
  /** Milliseconds since 1970, when it began. */
  at: number;
  requestId: string;
  keyId: string;
  person: string;
  tool: string;
  /** SHA-256 of the arguments as the model wrote them: the same call can be recognised, and nothing read. */
  argumentHash: string;
  argumentBytes: number;
  resultBytes: number;
  outcome: "ok" | "failed" | "timeout" | "denied" | "aborted";
  ms: number;
}

/** Returns at once and never throws: what keeps the records does so in the background. */
export type RecordAudit = (audit: ToolAudit) => void;

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
