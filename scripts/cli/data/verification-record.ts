import { looksAt } from "../../../components/verification/index.ts";
import type { Result } from "../verification/verify.ts";

/** What `--json` says of a verification. Scripts read it: a key may be added, never renamed. */
export function verificationRecord(results: Result[], skipped: number) {
  const count = (status: string) => results.filter(({ finding }) => finding.status === status).length;
  return {
    counts: { ok: count("ok"), failed: count("failed"), unseen: count("unseen"), skipped },
    checks: results.map(({ check, finding }) => {
      const { id, place, topic, service, about } = check;
      return {
        ...{ id, place, topic, service: service ?? null, about },
        lookedAt: looksAt(check),
        status: finding.status,
        saw: finding.status === "unseen" ? finding.because : finding.saw,
        fix: "fix" in finding ? (finding.fix ?? null) : null,
      };
    }),
  };
}
