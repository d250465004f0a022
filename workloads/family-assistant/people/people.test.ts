import { expect, test } from "vitest";
import { householdOf, Seal } from "./index.ts";

const people = [{ name: "ada", called: "Ada" }];
const readOf = (value: unknown) =>
  householdOf(typeof value === "string" ? value : JSON.stringify(value), "h.json");

test.each([
  ["{", "h.json is not JSON"],
  [{ timeZone: "Europe/Atlantis", people }, "timeZone is not a time zone"],
  [{ timeZone: "UTC", people: [] }, "write at least one person"],
  [{ timeZone: "UTC", people: [{ name: "house", called: "All" }] }, "people.0.name is taken"],
  [{ timeZone: "UTC", people: [{ name: "Ada L", called: "Ada" }] }, "people.0.name is not a name"],
  [{ timeZone: "UTC", people: [...people, ...people] }, "two people are named ada"],
  [
    { timeZone: "UTC", people: [{ ...people[0], quiet: { from: "25:00", to: "07:00" } }] },
    "not a time of day",
  ],
  [{ timeZone: "UTC", people: [{ ...people[0], born: 1815 }] }, "born"],
])("a household that makes no sense is told with its place: %j", (value, said) => {
  expect(() => readOf(value)).toThrow(said);
});

test("a token opens what it was made for, to whom, until it ends or is replaced, and nothing else", () => {
  const household = readOf({ timeZone: "UTC", people: [...people, { name: "eve", called: "Eve" }] });
  const [ada, eve] = household.people as [(typeof household.people)[0], (typeof household.people)[0]];
  const seal = new Seal("a-secret", household);
  const token = seal.token("session", ada, 1_000);
  expect(seal.person("session", token, 999)).toBe(ada);
  expect(seal.person("session", token, 1_001)).toBeUndefined();
  expect(seal.person("link", token, 999)).toBeUndefined();
  expect(seal.person("session", token.replace("ada", "eve"), 999)).toBeUndefined();
  expect(seal.person("session", token.replace("~1000~", "~9999~"), 999)).toBeUndefined();
  expect(seal.person("calendar", seal.token("calendar", eve))).toBe(eve);
  for (const nonsense of ["", "ada", "ada~0~", "ada~0~AAAA", "~~~~", "mallory~0~".padEnd(60, "A")])
    expect(seal.person("link", nonsense)).toBeUndefined();
  const moved = readOf({ timeZone: "UTC", people: [{ ...people[0], link: 2 }] });
  expect(new Seal("a-secret", moved).person("session", token, 999)).toBeUndefined();
  expect(new Seal("another-secret", household).person("session", token, 999)).toBeUndefined();
});
