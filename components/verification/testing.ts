import { chartService, connector, labWith, programs, service } from "../testing/index.ts";
import type { Check, Finding, Objects } from "./check.ts";
import { type Kind, type KubeObject, planVerification } from "./index.ts";

export const NOW = new Date("2026-11-22T12:00:00Z");
export const lab = labWith(
  service({ scale: { min: 2, max: 4, cpu: 70 }, expose: { lan: true, public: { access: "admin" } } }),
  service({ name: "tick", workload: { kind: "cron", schedule: "0 * * * *" }, health: undefined, ports: {} }),
  service({ name: "model", place: { docker: "desk" } }),
  chartService({ provides: "certificates", secrets: { "zone-token": { editsZone: "example.com" } } }),
  connector(),
);
export const checks = planVerification({ lab, programs, lifecycles: ["production"], gitops: ["core"] });

export function checkOf(id: string): Check {
  const found = checks.find((each) => each.id === id);
  if (!found) throw new Error(`no check ${id}; there are:\n${checks.map((each) => each.id).join("\n")}`);
  return found;
}

/** What a check says where a cluster holds these objects. */
export function judged(id: string, objects: Partial<Record<Kind, unknown[]>>): Finding {
  const check = checkOf(id);
  if (check.by !== "objects") throw new Error(`${id} looks at no objects`);
  const seen: Objects = { of: <O extends KubeObject>(kind: Kind) => (objects[kind] ?? []) as O[] };
  return check.judge(seen, NOW);
}

/** The same of an API of JSON. */
export function read(id: string, documents: Record<string, unknown>): Finding {
  const check = checkOf(id);
  if (check.by !== "documents") throw new Error(`${id} reads no documents`);
  return check.judge((path) => documents[path], NOW);
}

export const named = <More extends object>(
  name: string,
  more = {} as More,
  namespace: string | undefined = "apps",
) => ({
  metadata: { name, ...(namespace && { namespace }) },
  ...more,
});
export const condition = (type: string, status: string, message = "") => ({
  conditions: [{ type, status, message }],
});
