import { expect, test } from "vitest";
import type { House } from "./house.ts";
import { judge, type Seen, sentence } from "./verdict.ts";

const service = (name: string, more: Partial<House["services"][number]> = {}) => ({
  name,
  about: "",
  group: "apps",
  machines: [],
  stores: [],
  needs: [],
  mayRest: false,
  ...more,
});
const machine = (name: string, mayRest = false) => ({ name, about: "", mayRest });

function said(
  house: Omit<House, "name">,
  seen: Record<string, Seen["state"]>,
  machines: Record<string, Seen["state"]> = {},
) {
  const mapped = (of: Record<string, Seen["state"]>) =>
    new Map(Object.entries(of).map(([name, state]) => [name, { state }]));
  const verdict = judge({ name: "test", ...house }, { services: mapped(seen), machines: mapped(machines) });
  return [...verdict.services, ...verdict.machines].map(sentence);
}

test("what is down for another's sake says whose, and not who stands between", () => {
  const services = [
    service("jellyfin", { stores: ["nas"], needs: ["sign-in"] }),
    service("sign-in", { needs: ["postgres"] }),
    service("postgres", { stores: ["nas"] }),
    service("music", { stores: ["nas"] }),
  ];
  const machines = [machine("nas")];
  const down = { jellyfin: "down", "sign-in": "down", postgres: "down", music: "up" } as const;
  expect(said({ services, machines }, down, { nas: "down" })).toEqual([
    "jellyfin is down because nas is",
    "sign-in is down because nas is",
    "postgres is down because nas is",
    "music is up without nas",
    "nas is down",
  ]);
  expect(said({ services, machines }, down, { nas: "up" })).toContain("jellyfin is down because postgres is");
});

test("a machine of which nothing is up is down, and one alone proves nothing", () => {
  const on = { machines: ["asuna"] };
  const machines = [machine("asuna"), machine("other")];
  const both = [service("web", on), service("mail", on), service("far", { machines: ["other"] })];
  expect(said({ services: both, machines }, { web: "down", mail: "down", far: "down" })).toEqual([
    "web is down because asuna is",
    "mail is down because asuna is",
    "far is down",
    "asuna is down: all 2 services that stand on it are down",
    "nobody knows how other is: nothing is seen of it",
  ]);
  expect(said({ services: both, machines }, { web: "down", mail: "up" })[3]).toBe("asuna is up");
});

test("whoever may stand elsewhere is not down for one machine's sake", () => {
  const machines = [machine("one"), machine("two")];
  const services = [service("web", { machines: ["one", "two"] })];
  expect(said({ services, machines }, { web: "down" }, { one: "down", two: "up" })[0]).toBe("web is down");
  expect(said({ services, machines }, { web: "down" }, { one: "down", two: "down" })[0]).toBe(
    "web is down because one and two are",
  );
});

test("what is switched off on purpose rests, and so does its machine", () => {
  const services = [service("transcode", { machines: ["gaming"] }), service("model", { mayRest: true })];
  expect(
    said(
      { services, machines: [machine("gaming", true)] },
      { transcode: "down", model: "down" },
      { gaming: "down" },
    ),
  ).toEqual(["transcode rests because gaming is", "model rests", "gaming rests"]);
});

test("a house that needs itself in a circle is told of all the same", () => {
  const services = [service("hen", { needs: ["egg"] }), service("egg", { needs: ["hen"] })];
  expect(said({ services, machines: [] }, { hen: "down", egg: "down" })).toEqual([
    "hen is down because egg is",
    "egg is down because hen is",
  ]);
});
