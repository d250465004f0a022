import { expect, test } from "vitest";
import type { ResourceRule } from "./rule.ts";
import { scopes } from "./scope.ts";
import { judgement, pod, UNKNOWN } from "./testing/index.ts";
import { ofContainers } from "./views/pod.ts";

const rule: ResourceRule = {
  id: "named-image",
  title: "Every image has a name.",
  sources: [],
  reason: "without one, nothing is pulled",
  fix: "name it",
  severity: "low",
  scope: scopes.pods,
  check: ofContainers(({ image }) => image === "" && "has no image"),
};

test("a container that cannot be seen hides no other, and is told of", () => {
  const hidden = pod({ image: UNKNOWN }, { initContainers: [{ name: "init", image: "" }] });
  expect(judgement(rule, hidden)).toEqual({
    broken: ["web container init has no image.\n  without one, nothing is pulled\n  fix: name it"],
    unseen: ["named-image could not see spec.containers.0.image of web"],
  });
});

test("what was not seen is told once for all resources", () => {
  const hidden = ["a", "b", "c", "d", "e"].map((name) => ({ ...pod({ image: UNKNOWN }), name }));
  expect(judgement(rule, ...hidden).unseen).toEqual([
    "named-image could not see spec.containers.0.image of a, b, c and 2 more",
  ]);
});

test("a rule that breaks down says so once, and is never taken for one that is kept", () => {
  const broken: ResourceRule = {
    ...rule,
    check: () => {
      throw new TypeError("containers is not iterable");
    },
  };
  expect(judgement(broken, pod({}), pod({})).broken).toEqual([
    "the rule named-image broke down: containers is not iterable.\n" +
      "  nothing is applied that it has not judged\n" +
      "  fix: mend it in policies/rules, and add what it fell over to its cases",
  ]);
});

test("a resource that a rule is not about is not judged", () => {
  expect(judgement(rule, { ...pod({ image: "" }), type: "kubernetes:core/v1:Service" }).broken).toEqual([]);
});
