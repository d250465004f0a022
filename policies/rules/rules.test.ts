import { describe, expect, test } from "vitest";
import type { Resource } from "../resource.ts";
import { judgement, UNKNOWN } from "../testing/index.ts";
import { cases } from "./cases.ts";
import { rules } from "./index.ts";

const judged = rules.filter(({ id }) => id !== "waiver");

test("every rule has its cases, and a name of its own", () => {
  expect(Object.keys(cases).toSorted()).toEqual(judged.map(({ id }) => id).toSorted());
});

describe.each(judged)("$id", (rule) => {
  const { keeps = [], breaks = [] } = cases[rule.id] ?? {};

  test("is kept", () => {
    for (const resources of keeps) expect(judgement(rule, ...resources)).toEqual({ broken: [], unseen: [] });
  });

  test("is broken, and says where, why and how to mend it", () => {
    for (const [says, ...resources] of breaks) {
      const [told = "nothing", ...others] = judgement(rule, ...resources).broken;
      expect(told).toContain(says);
      expect(told).toMatch(/^\w+ .*\.\n {2}\S.*\n {2}fix: \S/s);
      expect(others.join()).not.toContain(says);
    }
  });

  // What somebody wrote is known: the rule asks where a known text has been copied to.
  test.skipIf(rule.id === "secret-elsewhere")(
    "is never silent on what is not known yet, nor holds it against anybody",
    () => {
      for (const [, ...resources] of breaks)
        for (const masked of resources.flatMap((_, index) => maskings(resources, index))) {
          const { broken, unseen } = judgement(rule, ...masked);
          expect([...broken, ...unseen], JSON.stringify(masked)).not.toEqual([]);
        }
      for (const resources of keeps)
        for (const masked of resources.flatMap((_, index) => maskings(resources, index)))
          expect(judgement(rule, ...masked).broken, JSON.stringify(masked)).toEqual([]);
    },
  );
});

/** The same resources, with one value after the other of one of them unknown. */
function maskings(resources: Resource[], index: number): Resource[][] {
  const { props, ...resource } = resources[index] as Resource;
  return masks(props).map((masked) =>
    resources.with(index, { ...resource, props: masked as Resource["props"] }),
  );
}

function masks(value: unknown): unknown[] {
  if (Array.isArray(value))
    return value.flatMap((each, at) => [UNKNOWN, ...masks(each)].map((mask) => value.with(at, mask)));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    [UNKNOWN, ...masks(each)].map((mask) => ({ ...value, [key]: mask })),
  );
}
