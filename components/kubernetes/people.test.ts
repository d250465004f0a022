import fc from "fast-check";
import { expect, test } from "vitest";
import type { Inventory } from "../inventory/index.ts";
import { connector, labWith, service } from "../testing/index.ts";
import { planAdmins, planViewers } from "./people.ts";
import { clusterServiceNamed } from "./testing.ts";

type People = Inventory["people"];

const people = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,6}$/),
  fc.record({
    email: fc.constant("somebody@example.com"),
    groups: fc.uniqueArray(fc.constantFrom("admin", "plex-users"), { minLength: 1 }),
    sshKeys: fc.constant([]),
  }),
  { noNullPrototype: true },
) as fc.Arbitrary<People>;

const film = clusterServiceNamed(
  "web",
  labWith(service({ expose: { public: { access: "plex-users" } } }), connector()),
);
const names = (subjects: { name: string }[] = []) => subjects.map(({ name }) => name);

test("everybody has one role at most, and only admins may do everything", () => {
  fc.assert(
    fc.property(people, (each) => {
      const admins = names(planAdmins({ people: each }).subjects as { name: string }[]);
      const { viewers } = planViewers("apps", [film], { people: each });
      const looking = names((viewers as { subjects?: { name: string }[] })?.subjects);
      for (const [name, { groups }] of Object.entries(each)) {
        expect(admins.includes(`homelab:${name}`)).toBe(groups.includes("admin"));
        expect(looking.includes(`homelab:${name}`)).toBe(!groups.includes("admin"));
      }
    }),
  );
});

test("a namespace in which nothing is for them has nobody who looks at it", () => {
  const somebody: People = { me: { email: "me@example.com", groups: ["plex-users"], sshKeys: [] } };
  expect(planViewers("data", [film], { people: somebody })).toEqual({});
  const everybody = clusterServiceNamed(
    "web",
    labWith(service({ expose: { public: { access: "public" } } }), connector()),
  );
  expect(planViewers("apps", [everybody], { people: somebody })).toEqual({});
});
