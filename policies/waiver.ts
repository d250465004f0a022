// Past the folder's door, which loads every schema: a pack that starts at each preview must not wait for them.
import { noteName, readNote } from "../components/service/note.ts";
import type { Resource } from "./resource.ts";
import type { Finding, Rule } from "./rule.ts";

export type Waiver = { excuses: true } | { excuses: false; finding?: Finding };

/** Whether the resource is excused from a rule today. An excuse that has ended or cannot be read is itself a fault. */
export function waiverOf(resource: Resource, rule: Rule["name"], today: Date): Waiver {
  const key = noteName(rule);
  const note = noteOn(resource, key);
  if (note === undefined) return { excuses: false };
  const waiver = readNote(note);
  if (!waiver)
    return {
      excuses: false,
      finding: {
        what: `its waiver of ${rule} cannot be read: ${JSON.stringify(note)}`,
        fix: `write ${key}: "until 2027-06-30: because ..."`,
      },
    };
  // The last day counts.
  if (waiver.until < today.toISOString().slice(0, 10))
    return {
      excuses: false,
      finding: {
        what: `its waiver of ${rule} ended on ${waiver.until} (because ${waiver.because})`,
        fix: "mend what it excused, or look again whether the reason holds and set a later day",
      },
    };
  return { excuses: true };
}

/** Kubernetes has annotations, Docker has labels; a Docker image has neither, and says it by its triggers. */
function noteOn({ type, props }: Resource, key: string): string | undefined {
  if (type.startsWith("kubernetes:")) return props.metadata?.annotations?.[key];
  if (type === "docker:index/remoteImage:RemoteImage") return props.triggers?.[key];
  const labels: { label: string; value: string }[] = props.labels ?? [];
  return type.startsWith("docker:") ? labels.find(({ label }) => label === key)?.value : undefined;
}
