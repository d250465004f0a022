import type { Kind, KubeObject, Page } from "../../../components/verification/index.ts";

/** Somewhere of a lab that can be asked: a cluster, a Docker host, a vendor. What it cannot be asked it does not have. */
export interface Place {
  /** Fails where nobody answers. */
  answer(): Promise<void>;
  objects?(kind: Kind): Promise<KubeObject[]>;
  document?(path: string): Promise<unknown>;
  proxied?(path: string): Promise<Page>;
  close(): void;
}

/** How long a question may take. A peer that hangs is one answer that did not come, and holds up nobody else. */
export const PATIENCE = 10_000;

export const inTime = () => AbortSignal.timeout(PATIENCE);

/** A question that many checks ask is asked once. */
export function once<Answer>(ask: (what: string) => Promise<Answer>): (what: string) => Promise<Answer> {
  const asked = new Map<string, Promise<Answer>>();
  return (what) => {
    const known = asked.get(what) ?? ask(what);
    asked.set(what, known);
    return known;
  };
}
