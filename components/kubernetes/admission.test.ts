import { Environment } from "@marcbachmann/cel-js";
import { expect, test } from "vitest";
import type { CustomResource } from "../custom-resources/index.ts";
import { chartService, labWith } from "../testing/index.ts";
import { planChart } from "./chart.ts";
import { isChart } from "./cluster-service.ts";

const lab = labWith(
  chartService({ name: "judge", provides: "admission" }, { brings: ["policies.kyverno.io"] }),
  chartService({ namespace: "others" }),
);
const [judge, other] = ["judge", "certs"].map((name) => {
  const found = lab.services.filter(isChart).find((each) => each.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return planChart(found, lab);
});
const policies = Object.values(judge ?? {}).filter(
  (each): each is CustomResource<"ValidatingPolicy"> => each.kind === "ValidatingPolicy",
);

const PINNED = `docker.io/library/web:1.2.3@sha256:${"a".repeat(64)}`;
const sound = {
  image: PINNED,
  resources: { limits: { memory: "64Mi" } },
  securityContext: { runAsNonRoot: true },
};

function deployment(container: object, annotations?: object, pod: object = {}) {
  const spec = { ...pod, containers: [{ name: "web", ...container }] };
  const metadata = { name: "web", namespace: "default", ...(annotations && { annotations }) };
  const selector = { matchLabels: { app: "web" } };
  const template = { metadata: { labels: { app: "web" } }, spec };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { selector, template } };
}

/** The rules that a workload breaks, as CEL decides. */
function broken(object: object): string[] {
  const cel = new Environment({ unlistedVariablesAreDyn: true });
  return policies
    .filter(({ spec }) => {
      const variables: Record<string, unknown> = {};
      for (const { name, expression } of spec.variables)
        variables[name] = cel.evaluate(expression, { object, variables });
      const holds = (expression: string) => cel.evaluate(expression, { object, variables });
      const concerns = spec.matchConditions.every(({ expression }) => holds(expression));
      return concerns && !spec.validations.every(({ expression }) => holds(expression));
    })
    .map(({ metadata }) => metadata.name);
}

const cases: [what: string, object: object, rules: string[]][] = [
  ["what is as it should be", deployment(sound), []],
  ["a tag", deployment({ ...sound, image: "docker.io/library/web:1.2.3" }), ["image-is-pinned"]],
  [
    "a tag that is excused",
    deployment({ ...sound, image: "web:1" }, { "homelab/waive.image-digest": "until ..." }),
    [],
  ],
  ["latest", deployment({ ...sound, image: "web:latest" }), ["image-has-a-version", "image-is-pinned"]],
  [
    "no tag, at a registry with a port",
    deployment({ ...sound, image: "registry.home:5000/web" }),
    ["image-has-a-version", "image-is-pinned"],
  ],
  ["no limit", deployment({ ...sound, resources: {} }), ["memory-is-limited"]],
  ["root", deployment({ ...sound, securityContext: undefined }), ["user-is-not-root"]],
  [
    "root, allowed again after its pod forbade it",
    deployment({ ...sound, securityContext: { runAsNonRoot: false } }, undefined, {
      securityContext: { runAsNonRoot: true },
    }),
    ["user-is-not-root"],
  ],
  [
    "whom the pod forbids to be root",
    deployment({ ...sound, securityContext: {} }, undefined, { securityContext: { runAsNonRoot: true } }),
    [],
  ],
  [
    "a container that only prepares",
    deployment(sound, undefined, { initContainers: [{ ...sound, image: "web" }] }),
    ["image-has-a-version", "image-is-pinned"],
  ],
];

test.each(
  cases.map(([what, object, rules]) => ({ what, object: JSON.parse(JSON.stringify(object)), rules })),
)("of $what, $rules are told", ({ object, rules }) => expect(broken(object)).toEqual(rules));

test("a run of a job by the clock is judged too, and a pod only where nobody else has made it", () => {
  const spec = { containers: [{ name: "web", ...sound, image: "web" }] };
  const metadata = { name: "web", namespace: "default" };
  const job = { spec: { template: { spec } } };
  expect(broken({ kind: "CronJob", metadata, spec: { jobTemplate: job } })).toContain("image-has-a-version");
  expect(broken({ kind: "Pod", metadata, spec })).toContain("image-has-a-version");
  expect(broken({ kind: "Pod", metadata: { ...metadata, ownerReferences: [{}] }, spec })).toEqual([]);
});

test("only what no declaration can do is refused, and no other chart brings rules", () => {
  const denied = policies.filter(({ spec }) => spec.validationActions.includes("Deny"));
  expect(denied.map(({ metadata }) => metadata.name)).toEqual(["image-has-a-version"]);
  expect(Object.values(other ?? {}).map(({ kind }) => kind)).not.toContain("ValidatingPolicy");
});
