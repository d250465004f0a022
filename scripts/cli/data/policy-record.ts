import type { Lab } from "../../../components/lab/index.ts";
import type { Severity } from "../../../policies/rule.ts";
import { rules } from "../../../policies/rules/index.ts";

/** Who is excused from a rule where it is declared, and until when. */
interface WaiverRecord {
  stack: string;
  service: string;
  because: string;
  until: string;
}

/** What `--json` says of a rule. Scripts read it: a key may be added, never renamed. */
export interface PolicyRecord {
  id: string;
  title: string;
  reason: string;
  fix: string;
  severity: Severity;
  scope: string;
  sources: string[];
  waivers: WaiverRecord[];
}

export function policyRecords(labs: Lab[]): PolicyRecord[] {
  return rules.map(({ id, title, reason, fix, severity, scope, sources }) => ({
    id,
    title,
    reason,
    fix,
    severity,
    scope: scope.name,
    sources,
    waivers: labs.flatMap((lab) => waiversIn(lab, id)),
  }));
}

function waiversIn({ name: stack, services }: Lab, rule: string): WaiverRecord[] {
  return services.flatMap(({ name: service, waive }) => {
    const waiver = Object.entries(waive).find(([waived]) => waived === rule)?.[1];
    return waiver ? [{ stack, service, ...waiver }] : [];
  });
}
