import { expect, test } from "vitest";
import { z } from "zod";
import { fault, silentFault, words } from "../fault.ts";
import { parse } from "./index.ts";

function told(schema: z.ZodType, data: unknown): string[] {
  return parse(schema, data, "file.ts").problems.map(({ what, fix }) => `${what} ${fix}`);
}

const size = z.string().regex(/^\dGi$/, fault("not a size", 'write "8Gi"'));
const place = z.union([
  z.strictObject({ cluster: size, node: z.string().optional() }),
  z.strictObject({ docker: size }),
]);

test("sound data comes back whole, with its defaults", () => {
  expect(parse(z.strictObject({ a: z.int().default(1) }), {}, "file.ts")).toEqual({
    value: { a: 1 },
    problems: [],
  });
});

test("every fault is told at once, each at its file", () => {
  const { problems } = parse(
    z.strictObject({ a: z.string(), b: z.int() }),
    { a: 1, b: "x", c: 0 },
    "file.ts",
  );
  expect(problems.map(({ where }) => where)).toEqual(["file.ts", "file.ts", "file.ts"]);
});

test("a path reads as one would write it", () => {
  const schema = z.strictObject({ volumes: z.record(z.string(), z.array(z.strictObject({ size }))) });
  expect(told(schema, { volumes: { "/data": [{ size: "8GB" }] } })).toEqual([
    'volumes["/data"][0].size is "8GB", which is not a size. write "8Gi"',
  ]);
});

test("what is missing is called missing, with what belongs there", () => {
  const schema = z.strictObject({ size, kind: z.enum(["a", "b"]), on: z.boolean(), place });
  expect(told(schema, {})).toEqual([
    'size is missing. write "8Gi"',
    "kind is missing. use one of: a, b",
    "on is missing. write true or false",
    "place is missing. write { cluster, node? } or { docker }",
  ]);
});

test("an unknown key is told with the one that was probably meant", () => {
  expect(told(z.strictObject({ lifecycle: z.string() }), { lifecycle: "a", lifecycel: "b" })).toEqual([
    'lifecycel is not something that can be said here. did you mean "lifecycle"?',
  ]);
});

test("of several forms, the one that was meant is the one that is corrected", () => {
  expect(told(place, { cluster: "8Gi", nod: "a" })).toEqual([
    'nod is not something that can be said here. did you mean "node"?',
  ]);
  expect(told(place, { docker: "8GB" })).toEqual(['docker is "8GB", which is not a size. write "8Gi"']);
});

test("two forms mixed into one are both named", () => {
  expect(told(z.strictObject({ place }), { place: { cluster: "8Gi", docker: "8Gi" } })).toEqual([
    "place says both cluster and docker. keep one of them",
  ]);
});

test("what resembles no form is told all of them", () => {
  expect(told(z.strictObject({ place }), { place: "brain" })).toEqual([
    "place is text. write { cluster, node? } or { docker }",
  ]);
});

test("the kind of a thing decides which of its keys are told", () => {
  const schema = z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("claim"), size }),
    z.strictObject({ kind: z.literal("share"), name: z.string() }),
  ]);
  expect(told(schema, { kind: "clam" })).toEqual([
    'kind is "clam", not one of: claim, share. did you mean "claim"?',
  ]);
  expect(told(schema, { kind: "claim" })).toEqual(['size is missing. write "8Gi"']);
  expect(told(schema, "nas/media")).toEqual([
    'the whole of it is text. write { kind: "claim" | "share", ... }',
  ]);
});

test("a limit is told with what was counted", () => {
  const schema = z.strictObject({
    count: z.int().positive(),
    list: z.array(z.string()).min(1),
    text: z.string().max(3),
  });
  expect(told(schema, { count: 0, list: [], text: "long" })).toEqual([
    "count is 0, which is too little. write 1 or more",
    "list has 0 entries, which is too little. write 1 or more",
    "text has 4 characters, which is too much. write 3 or less",
  ]);
});

test("a value that may be a secret is never repeated, whatever is wrong with it", () => {
  const secret = "hunter2";
  const schema = z.strictObject({
    reference: z.string().regex(/^[a-z]+$/, silentFault("not the name of a secret", "write its name")),
    switch: z.boolean(),
    number: z.int(),
    list: z.array(z.string()),
    either: z.union([z.strictObject({ generate: z.int() }), z.strictObject({ fromConfig: z.string() })]),
    refined: z.string().refine(() => false, { error: words("is weak", "write a stronger one") }),
  });
  const everywhere = Object.fromEntries(Object.keys(schema.shape).map((key) => [key, secret]));
  const messages = told(schema, everywhere);
  expect(messages).toHaveLength(6);
  expect(messages.join("\n")).not.toContain(secret);
});
