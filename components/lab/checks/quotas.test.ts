import fc from "fast-check";
import { expect, test } from "vitest";
import { inventory } from "../../inventory/index.ts";
import { chartService, inGroup, labWith, service, testInventory } from "../../testing/index.ts";
import type { Memory } from "../../units/index.ts";
import { castOf } from "../cast.ts";
import type { Lab } from "../lab.ts";
import { checkQuotas } from "./quotas.ts";

/** The same lab, where the namespace of its services has a quota. */
function held(lab: Lab, memory: `${Memory}..${Memory}`): Lab {
  const { clusters } = testInventory;
  const core = { ...clusters?.core, namespaces: { apps: { quota: { cpu: "999..999", memory } } } };
  return { ...lab, inventory: inventory.parse({ ...testInventory, clusters: { ...clusters, core } }) };
}

const asking = fc.record({
  mebibytes: fc.integer({ min: 32, max: 512 }),
  replicas: fc.integer({ min: 1, max: 5 }),
  kind: fc.constantFrom("deployment" as const, "stateful" as const),
});

test("a namespace is refused exactly where its pods, and those of an update beside them, are more than its quota", () => {
  const near = fc.integer({ min: -40, max: 40 });
  fc.assert(
    fc.property(fc.array(asking, { minLength: 1, maxLength: 4 }), near, (asked, more) => {
      const services = asked.map(({ mebibytes, replicas, kind }, at) =>
        service({
          name: `service-${at}`,
          workload: { kind, replicas },
          resources: { cpu: "1m..1m", memory: `${mebibytes}Mi` },
        }),
      );
      const sum = asked.reduce((whole, { mebibytes, replicas, kind }) => {
        const updating = kind === "deployment" ? Math.ceil(replicas / 4) : 0;
        return whole + mebibytes * (replicas + updating);
      }, 0);
      const quota = Math.max(1, sum + more);
      const lab = held(labWith(...services), `${quota}Mi..9999Gi`);
      expect(checkQuotas(lab)).toHaveLength(sum > quota ? 1 : 0);
    }),
    { numRuns: 50 },
  );
});

test("who lives elsewhere takes nothing of it, and neither does the same namespace of another cluster", () => {
  const large = { cpu: "1..1", memory: "2Gi" } as const;
  const lab = labWith(
    inGroup("data", service({ name: "neighbour", resources: large })),
    service({ name: "namesake", resources: large, place: { cluster: "brain" } }),
  );
  expect(checkQuotas(held(lab, "1Gi..1Gi"))).toEqual([]);
});

test("of pods that a chart starts for a job each, an update starts none beside them", () => {
  const jobs = (perJob: boolean) => {
    const pods = { job: { resources: { cpu: "1m", memory: "256Mi" }, replicas: 4, perJob } };
    const lab = labWith(chartService({ namespace: "apps" }, { pods }));
    return checkQuotas(held({ ...lab, services: lab.services.flatMap(castOf) }, "1Gi..1Gi"));
  };
  expect(jobs(true)).toEqual([]);
  expect(jobs(false)).not.toEqual([]);
});
