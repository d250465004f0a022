import fc from "fast-check";
import { expect, test } from "vitest";
import type { Lab } from "../lab/index.ts";
import type { ServiceSpec } from "../service/index.ts";
import { share } from "../service/index.ts";
import { labWith, service } from "../testing/index.ts";
import { openingsOf, planPolicy } from "./policy.ts";

const NODES = { core: "core-server", brain: "brain-server" } as const;

/** A few services that may need each other, so long as each only needs those before it. */
const services = fc
  .array(
    fc.record({
      cluster: fc.constantFrom("core" as const, "brain" as const),
      needs: fc.array(fc.nat(4), { maxLength: 3 }),
      mounts: fc.boolean(),
      reaches: fc.boolean(),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((drafts) =>
    drafts.map(
      ({ cluster, needs, mounts, reaches }, at): ServiceSpec =>
        service({
          name: `service-${at}`,
          place: { cluster, node: NODES[cluster] },
          needs: [...new Set(needs.filter((need) => need < at))].map((need) => `service-${need}`),
          expose: { tailnet: true },
          ...(mounts && { volumes: { "/data": share("nas/media", { readOnly: true }) } }),
          ...(reaches && { reach: { machines: ["desk"] } }),
        }),
    ),
  );

test("every way from a device that is open is one that somebody declared", () => {
  fc.assert(
    fc.property(services, (specs) => {
      const lab = labWith(...specs);
      for (const { src, dst, ip, because } of planPolicy(lab).grants) {
        const reasons = because.split("; ");
        expect(reasons.every((reason) => isDeclared(reason, lab))).toBe(true);
        expect([...src, ...dst]).not.toContain("*");
        expect(ip).not.toContain("*");
      }
    }),
  );
});

/** A need is declared word for word; people and nodes follow from the inventory. */
function isDeclared(reason: string, { services }: Lab): boolean {
  const [, who = "", verb = "", what = ""] =
    /^(service-\d) (needs|mounts|may reach) (.+)$/.exec(reason) ?? [];
  const named = services.find(({ name }) => name === who);
  if (!named) return /^(admins|people|nodes|pods|names|nas|desk|pve)\b/.test(reason);
  if (verb === "needs") return named.needs.includes(what);
  if (verb === "may reach") return named.reach.machines.includes(what);
  return Object.values(named.volumes).some((volume) => volume.kind === "share" && volume.share === what);
}

test("whoever takes a need away takes its way, and every other stays", () => {
  fc.assert(
    fc.property(services, fc.nat(), (specs, pick) => {
      const needing = specs.filter(({ needs = [] }) => needs.length > 0);
      const chosen = needing[pick % Math.max(needing.length, 1)];
      if (!chosen) return;
      const [gone = "", ...needs] = chosen.needs ?? [];
      const before = ways(labWith(...specs));
      const after = ways(labWith(...specs.map((each) => (each === chosen ? { ...each, needs } : each))));
      const closed = [...before].filter((way) => !after.has(way));
      expect([...after].filter((way) => !before.has(way))).toEqual([]);
      for (const way of closed) expect(way).toContain(` tag:${gone} `);
    }),
  );
});

test("a policy's tests name both what is allowed and what is denied, for everybody at every door", () => {
  fc.assert(
    fc.property(services, (specs) => {
      const { tests, grants, tagOwners } = planPolicy(labWith(...specs));
      const doors = new Set(
        grants.flatMap(({ dst, ip }) => dst.flatMap((to) => ip.map((each) => `${to} ${each}`))),
      );
      for (const tag of Object.keys(tagOwners)) {
        const said = tests
          .filter(({ src }) => src === tag)
          .flatMap(({ accept = [], deny = [], proto }) =>
            [...accept, ...deny].map(
              (door) => `${door.replace(/:(\d+)$/, "")} ${proto}:${door.split(":").at(-1)}`,
            ),
          );
        const others = [...doors].filter((door) => !door.startsWith(`${tag} `));
        expect(new Set(said)).toEqual(new Set(others.map((door) => door.replace(":*", ":1"))));
      }
    }),
  );
});

function ways(lab: Lab): Set<string> {
  return new Set(
    openingsOf(lab).flatMap(({ from, to, traffic }) =>
      from.flatMap((src) => to.flatMap((dst) => traffic.map((each) => `${src} ${dst} ${each}`))),
    ),
  );
}
