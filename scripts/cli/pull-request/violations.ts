import type { Result } from "../engine/result.ts";
import { nameOf, type Violation } from "../engine/tally.ts";

/** What policies say, those that refuse first; and how often one of them was excused. */
export function violationsSection(results: Result[], waivers: string[]): string {
  const all = results.flatMap(({ stack, violations }) => violations.map((each) => ({ stack, ...each })));
  const lines = all.sort((a, b) => Number(b.mandatory) - Number(a.mandatory)).map(line);
  const excused = waivers.length > 0 ? `${waivers.length} waivers are in use: ${waivers.join(", ")}` : "";
  if (lines.length === 0) return excused ? `### Policies\n\nAll keep to them. ${excused}` : "";
  return ["### Policies", lines.join("\n"), excused].filter(Boolean).join("\n\n");
}

function line({ stack, mandatory, urn, policy, message }: Violation & { stack: string }): string {
  const about = urn ? `\`${nameOf(urn)}\` of ${stack}` : `the whole of ${stack}`;
  return `- ${mandatory ? "❌" : "⚠️"} **${policy}**: ${about}: ${message.replace(/\s+/g, " ")}`;
}
