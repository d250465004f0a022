// Past the folder's door, which loads every schema: a pack that starts at each preview must not wait for them.
import { isOver } from "../components/ended.ts";
import { PREFIX, readNote } from "../components/service/note.ts";
import type { Resource } from "./resource.ts";
import { look } from "./said.ts";

const LINE = /^(homelab\/waive\.[\w-]+): (.*)$/gm;

/** What somebody wrote on a resource to excuse it from a rule. */
export interface Note {
  rule: string;
  text: string;
}

/** Whether a rule does not count here today. */
export function isExcused(resource: Resource, rule: string, today: Date): boolean {
  const note = notesOn(resource).find((each) => each.rule === rule);
  const waiver = note && readNote(note.text);
  return waiver !== undefined && !isOver(waiver, today);
}

/** None, where what would carry them is not known yet. */
export function notesOn(resource: Resource): Note[] {
  let notes: Note[] = [];
  look(() => {
    notes = notesIn(textsOn(resource));
    return undefined;
  });
  return notes;
}

/**
 * Kubernetes has annotations and Docker has labels; a Docker image has neither, and says it by its triggers. What other
 * vendors keep has a text for people, of which a waiver is a line.
 */
function textsOn({ type, props }: Resource): Record<string, string> {
  if (type.startsWith("kubernetes:")) return props.metadata?.annotations;
  if (type === "docker:index/remoteImage:RemoteImage") return props.triggers;
  if (type.startsWith("docker:")) {
    const labels: { label: string; value: string }[] = props.labels ?? [];
    return Object.fromEntries(labels.map(({ label, value }) => [label, value]));
  }
  const text: string = props.description ?? props.comment ?? "";
  return Object.fromEntries([...text.matchAll(LINE)].map(([, key = "", note = ""]) => [key, note]));
}

function notesIn(texts: Record<string, string> = {}): Note[] {
  return Object.keys(texts)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => ({ rule: key.slice(PREFIX.length), text: texts[key] ?? "" }));
}
