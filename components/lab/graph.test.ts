import fc from "fast-check";
import { expect, test } from "vitest";
import { hostOf, secretOf, secretValue, text, urlOf } from "../service/index.ts";
import { labWith, refusal, service } from "../testing/index.ts";
import { inOrderOfNeed } from "./graph.ts";
import { serviceNamed } from "./lab.ts";

test("each service comes after all that it needs", () => {
  const { services } = labWith(
    service({ name: "web", needs: ["api"] }),
    service({ name: "api", needs: ["db"] }),
    service({ name: "db" }),
  );
  expect(services.map(({ name }) => name)).toEqual(["db", "api", "web"]);
});

test("whatever a value speaks of is a need, without being said twice", () => {
  const lab = labWith(
    service({
      env: { CACHE: hostOf("cache"), LINK: text`${urlOf("api")}/v1`, KEY: secretOf("vault", "key") },
      database: { on: "db" },
    }),
    service({ name: "db", provides: "postgresql" }),
    service({ name: "cache" }),
    service({ name: "api" }),
    service({ name: "vault", secrets: { key: { generate: 32 } } }),
  );
  expect(serviceNamed(lab, "web").needs).toEqual(["api", "cache", "db", "vault"]);
});

test("a service that speaks of itself does not wait for itself", () => {
  const lab = labWith(
    service({ env: { SELF: urlOf("web"), KEY: secretValue("key") }, secrets: { key: { generate: 32 } } }),
  );
  expect(serviceNamed(lab, "web").needs).toEqual([]);
});

test("what a service only reaches may need it, and be spoken of in its values", () => {
  const lab = labWith(
    service({ env: { API: urlOf("api"), KEY: secretOf("api", "key") }, reach: { services: ["api"] } }),
    service({ name: "api", needs: ["web"], secrets: { key: { generate: 32 } } }),
  );
  expect(lab.services.map(({ name }) => name)).toEqual(["web", "api"]);
  expect(serviceNamed(lab, "web").needs).toEqual([]);
});

test("a circle is told once, with everybody in it and nobody who only leads to it", () => {
  const message = refusal(() =>
    labWith(
      service({ name: "outside", needs: ["a"] }),
      service({ name: "a", needs: ["b"] }),
      service({ name: "b", needs: ["c"] }),
      service({ name: "c", needs: ["a"] }),
    ),
  );
  expect(message.match(/needs itself/g)).toHaveLength(1);
  expect(message).toContain("needs itself: a -> b -> c -> a.");
});

test("a need that nobody declares is told at the service that has it", () => {
  const message = refusal(() => labWith(service({ needs: ["rediss"] }), service({ name: "redis" })));
  expect(message).toContain("services/apps/web.ts: web needs rediss, which no file declares.");
  expect(message).toContain('did you mean "redis"?');
});

/** Services that need only earlier ones, so that there is no circle; then shuffled. */
const acyclic = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 30 })
  .map((rows) =>
    rows.map((picks, index) => ({
      name: `s${index}`,
      needs: index === 0 ? [] : [...new Set(picks.map((pick) => `s${pick % index}`))],
    })),
  )
  .chain((nodes) => fc.shuffledSubarray(nodes, { minLength: nodes.length }));

test("in any graph without a circle, every need comes first and nobody is lost", () => {
  fc.assert(
    fc.property(acyclic, (nodes) => {
      const { ordered, problems } = inOrderOfNeed(
        nodes.map((node) => ({ ...node, file: `${node.name}.ts` })),
      );
      const names = ordered.map(({ name }) => name);
      expect(problems).toEqual([]);
      expect(names.toSorted()).toEqual(nodes.map(({ name }) => name).toSorted());
      for (const { name, needs } of ordered)
        for (const need of needs) expect(names.indexOf(need)).toBeLessThan(names.indexOf(name));
    }),
  );
});

test("in any graph, a circle is found exactly where there is one", () => {
  fc.assert(
    fc.property(acyclic, fc.nat(), fc.nat(), (nodes, from, to) => {
      const [early, late] = [nodes[from % nodes.length], nodes[to % nodes.length]];
      if (!early || !late) return;
      const { ordered } = inOrderOfNeed(nodes.map((node) => ({ ...node, file: "" })));
      const closes = reaches(nodes, late.name, early.name);
      const withEdge = nodes.map((node) =>
        node === early ? { ...node, needs: [...node.needs, late.name], file: "" } : { ...node, file: "" },
      );
      expect(inOrderOfNeed(withEdge).problems.length > 0).toBe(closes);
      expect(ordered).toHaveLength(nodes.length);
    }),
  );
});

function reaches(nodes: { name: string; needs: string[] }[], from: string, to: string): boolean {
  if (from === to) return true;
  return (nodes.find(({ name }) => name === from)?.needs ?? []).some((need) => reaches(nodes, need, to));
}
