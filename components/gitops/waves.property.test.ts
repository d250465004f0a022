import fc from "fast-check";
import { expect, test } from "vitest";
import { customResource } from "../custom-resources/index.ts";
import { OWN, type Unit } from "./unit.ts";
import { wavesOf } from "./waves.ts";

const GROUPS = ["data", "apps", "tools"];
const SEALED_BY = "opener";

/** Services of which each needs some before it, in waves that know nothing of that. */
const cluster = fc
  .array(
    fc.record({
      needs: fc.array(fc.nat(), { maxLength: 3 }),
      group: fc.constantFrom(...GROUPS, "nobody"),
      isSecret: fc.boolean(),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((rows) =>
    rows.map(({ needs, group, isSecret }, at) => unit(at, at > 0 ? needs : [], group, isSecret)),
  );

const waves = fc.uniqueArray(fc.integer({ min: -5, max: 20 }), { minLength: 3, maxLength: 3 });

function unit(at: number, needs: number[], group: string, isSecret: boolean): Unit {
  const name = `service-${at}`;
  const spec = { encryptedData: {}, template: { metadata: { name, namespace: "apps" } } };
  return {
    name,
    about: "for a test",
    group,
    namespace: "apps",
    needs: needs.map((need) => `service-${need % at}`),
    brings: [],
    plan: isSecret ? { secret: customResource("SealedSecret", { name, namespace: "apps" }, spec) } : {},
  };
}

const own = (name: string, brings: string[]): Unit => ({ ...unit(0, [], "nobody", false), name, brings });

test("nobody comes before what it needs, nor with or before the kinds of its objects", () => {
  fc.assert(
    fc.property(cluster, waves, (services, numbers) => {
      const units = [...services, own(SEALED_BY, ["bitnami.com"]), own(OWN.namespaces, [])];
      const said = numbers.map((wave, at) => ({ wave, about: "", brings: [GROUPS[at] ?? ""] }));
      const found = wavesOf(units, { waves: said });
      const waveOf = (name: string) => found.get(name) ?? Number.NaN;
      for (const { name, group, needs, plan } of services) {
        for (const need of needs) expect(waveOf(name)).toBeGreaterThanOrEqual(waveOf(need));
        if (plan.secret) expect(waveOf(name)).toBeGreaterThan(waveOf(SEALED_BY));
        const own = numbers[GROUPS.indexOf(group ?? "")] ?? Math.max(...numbers);
        expect(waveOf(name)).toBeGreaterThanOrEqual(own);
        expect(waveOf(name)).toBeGreaterThan(waveOf(OWN.namespaces));
      }
    }),
  );
});

test("a service that is named does not come with its group", () => {
  const [one, other] = [unit(0, [], "data", false), unit(1, [], "data", false)];
  const found = wavesOf([one, other], {
    waves: [
      { wave: 3, about: "", brings: ["data"] },
      { wave: -1, about: "", brings: ["service-1"] },
    ],
  });
  expect(Object.fromEntries(found)).toEqual({ "service-0": 3, "service-1": -1 });
});
