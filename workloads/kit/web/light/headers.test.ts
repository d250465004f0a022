import fc from "fast-check";
import { expect, test } from "vitest";
import { LightHeaders } from "./headers.ts";

const Own = globalThis.Headers;
const name = fc.constantFrom("A", "a", "B-c", "Set-Cookie", "set-cookie", "cookie", "Zz");
const value = fc.stringMatching(/^[ -~]{0,8}$/);
const step = fc.record({ how: fc.constantFrom("append", "set", "delete", "get", "has"), name, value });

test("whatever is done to them, they are what Node's own are", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), fc.array(step), (pairs, steps) => {
      const [ours, own] = [new LightHeaders(pairs), new Own(pairs)];
      for (const { how, name, value } of steps) {
        if (how === "append" || how === "set") for (const each of [ours, own]) each[how](name, value);
        else if (how === "delete") for (const each of [ours, own]) each.delete(name);
        else if (how === "get") expect(ours.get(name)).toBe(own.get(name));
        else expect(ours.has(name)).toBe(own.has(name));
      }
      expect([...ours]).toEqual([...own]);
      expect([...ours.keys()]).toEqual([...own.keys()]);
      expect([...ours.values()]).toEqual([...own.values()]);
      expect(ours.getSetCookie()).toEqual(own.getSetCookie());
      const told: string[] = [];
      ours.forEach((value, name) => {
        told.push(`${name}: ${value}`);
      });
      expect(told).toEqual([...own].map(([name, value]) => `${name}: ${value}`));
    }),
  );
});

test("they are made of others, of pairs and of names with values, and each can be made of them", () => {
  const ours = new LightHeaders({ "X-One": "1", accept: " text/plain " });
  expect([...new LightHeaders(ours)]).toEqual([...new Own({ "X-One": "1", accept: " text/plain " })]);
  expect([...new Own(ours)]).toEqual([...ours]);
  expect([ours instanceof LightHeaders, new Own() instanceof LightHeaders]).toEqual([true, true]);
  expect({} instanceof LightHeaders).toBe(false);
});

test("what would begin another header is refused", () => {
  for (const bad of ["a b", "", "a:"]) expect(() => new LightHeaders([[bad, "1"]])).toThrow(TypeError);
  expect(() => new LightHeaders().set("a", "1\r\nb: 2")).toThrow(TypeError);
});
