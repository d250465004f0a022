import type { EngineEvent, PolicyEvent, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import type { Urls } from "../../../components/lab/index.ts";
import { type Difference, differencesIn } from "./difference.ts";
import { type KubeAddress, kubeAddressOf } from "./kube-object.ts";
import { append, type Message, messageOf } from "./message.ts";
import { type Counts, type Op, opOf, ops } from "./op.ts";

export interface Change {
  urn: string;
  type: string;
  name: string;
  /** The component that it is a part of; of a component, the one around it. */
  owner: string;
  component: boolean;
  op: Op;
  diff: Difference[];
  /** Where it is found, of an object of a cluster. */
  address?: KubeAddress;
}

export interface Violation {
  policy: string;
  pack: string;
  mandatory: boolean;
  urn: string | null;
  message: string;
}

const STACK = "pulumi:pulumi:Stack";

/** What an operation has done so far, told by the engine's events one after the other. */
export class Tally {
  readonly messages: Message[] = [];
  readonly violations: Violation[] = [];
  urls: Record<string, Urls> = {};
  readonly #touched = new Map<string, Change>();
  readonly #working = new Map<string, string>();
  readonly #refreshed = new Set<string>();
  #done = 0;

  take(event: EngineEvent): void {
    if (event.resourcePreEvent) this.#begin(event.resourcePreEvent.metadata);
    if (event.resOutputsEvent) this.#finish(event.resOutputsEvent.metadata);
    if (event.resOpFailedEvent) this.#working.delete(event.resOpFailedEvent.metadata.urn);
    if (event.policyEvent) this.violations.push(violationOf(event.policyEvent));
    const message = event.diagnosticEvent && messageOf(event.diagnosticEvent);
    if (message) append(this.messages, message);
  }

  get done(): number {
    return this.#done;
  }

  /** What the engine waits for just now, the oldest first. */
  get working(): string[] {
    return [...this.#working.values()];
  }

  get changed(): Change[] {
    return [...this.#touched.values()]
      .filter(({ op }) => op !== "same" && op !== "read")
      .sort((a, b) => ops.indexOf(a.op) - ops.indexOf(b.op) || a.name.localeCompare(b.name));
  }

  get counts(): Counts {
    const counts = Object.fromEntries(ops.map((op) => [op, 0])) as Counts;
    for (const { op } of this.#touched.values()) counts[op]++;
    return counts;
  }

  #begin({ urn, type, op }: StepEventMetadata): void {
    // The stack itself is open as long as anything is, and so tells nothing.
    if (isDefaultProvider(urn, type) || type === STACK) return;
    this.#working.set(urn, nameOf(urn));
    if (op === "refresh") this.#refreshed.add(urn);
  }

  /** A resource may be told twice, as the old and the new of a replacement: the graver word stays. */
  #finish(step: StepEventMetadata): void {
    const { urn, type } = step;
    if (isDefaultProvider(urn, type)) return;
    if (type === STACK) this.urls = urlsIn(step.new?.outputs.urls);
    if (this.#working.delete(urn)) this.#done++;
    const op = opOf(step.op);
    const known = this.#touched.get(urn);
    if (known && ops.indexOf(known.op) <= ops.indexOf(op)) return;
    const diff = op === "delete" || op === "same" ? [] : differencesIn(step, this.#refreshed.has(urn));
    const { parent = "", custom = false } = step.new ?? step.old ?? {};
    const address = kubeAddressOf(step);
    this.#touched.set(urn, {
      urn,
      type,
      name: nameOf(urn),
      owner: nameOf(parent),
      component: !custom,
      op,
      diff,
      ...(address && { address }),
    });
  }
}

export function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

/** The engine makes these by itself, and does not count them either. */
function isDefaultProvider(urn: string, type: string): boolean {
  return type.startsWith("pulumi:providers:") && nameOf(urn).startsWith("default");
}

function violationOf(event: PolicyEvent): Violation {
  return {
    policy: event.policyName,
    pack: event.policyPackName,
    mandatory: event.enforcementLevel === "mandatory",
    urn: event.resourceUrn ?? null,
    message: event.message.trim(),
  };
}

/** The stack's own output; one of another shape is another program's, and says nothing here. */
function urlsIn(output: unknown): Record<string, Urls> {
  if (typeof output !== "object" || output === null) return {};
  return Object.fromEntries(Object.entries(output).filter(([, urls]) => typeof urls === "object"));
}
