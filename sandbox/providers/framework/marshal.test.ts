import fc from "fast-check";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { describe, expect, test } from "vitest";
import { decode, encode, type Sealed } from "./marshal.ts";
import { computed, isObject, type Path, type Properties, type Value } from "./value.ts";

const key = fc.string({ minLength: 1, maxLength: 6 }).filter((each) => each !== "__proto__");

const { value } = fc.letrec<{ value: Value; object: Properties }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.string(),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(computed),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("object"),
  ),
  object: fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
}));
const properties = fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: true });

/** Properties, with some of their values secret: never one inside another, for the outer one covers it. */
const sealed = properties.chain((values) =>
  fc.subarray(pathsOf(values)).map((paths) => ({
    values,
    secrets: paths.filter((path) => !paths.some((other) => other !== path && startsWith(path, other))),
  })),
);

/** Made by Struct.fromJavaScript, before this module took its place. */
const golden =
  "Cg4KAWESCREAAAAAAAD4PwoICgFiEgMaAXgKFAoBYxIPMg0KAiABCgIIAAoDGgF5ChAKAWQSCyoJCgcKAWUSAioACgcKAWYSAjIA";

function overTheWire(values: Properties, secrets: Path[] = []): Sealed {
  return decode(struct.Struct.deserializeBinary(encode({ values, secrets }).serializeBinary()));
}

describe("values between the engine and a vendor", () => {
  test("come back as they went, with their secrets and with what is not known yet", () => {
    fc.assert(
      fc.property(sealed, ({ values, secrets }) => {
        const back = overTheWire(values, secrets);
        expect(back.values).toEqual(values);
        expect(new Set(back.secrets.map(String))).toEqual(new Set(secrets.map(String)));
      }),
    );
  });

  test("are on the wire what google-protobuf makes of them", () => {
    const values = { a: 1.5, b: "x", c: [true, null, "y"], d: { e: {} }, f: [] };
    expect(Buffer.from(encode({ values, secrets: [] }).serializeBinary()).toString("base64")).toBe(golden);
  });

  test("lose their nulls: a property that is null is one that is not there", () => {
    expect(overTheWire({ a: null, b: { c: null, d: 1 } }).values).toEqual({ b: { d: 1 } });
  });

  test("of which a secret lies in another secret are sealed once", () => {
    const back = overTheWire({ a: { b: "c" } }, [["a"], ["a", "b"]]);
    expect(back).toEqual({ values: { a: { b: "c" } }, secrets: [["a"]] });
  });
});

function pathsOf(here: Value, path: Path = []): Path[] {
  const own = path.length > 0 ? [path] : [];
  if (Array.isArray(here)) return [...own, ...here.flatMap((each, index) => pathsOf(each, [...path, index]))];
  if (!isObject(here)) return own;
  return [...own, ...Object.entries(here).flatMap(([step, each]) => pathsOf(each, [...path, step]))];
}

function startsWith(path: Path, start: Path): boolean {
  return path.length > start.length && start.every((step, index) => step === path[index]);
}
