import { generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { calm, words } from "./message.ts";
import { isSigned, Once, publicKey } from "./signature.ts";

test("a signature holds for exactly what was signed", () => {
  const { privateKey, publicKey: pair } = generateKeyPairSync("ed25519");
  const hex = Buffer.from(pair.export({ format: "jwk" }).x ?? "", "base64url").toString("hex");
  const key = publicKey(hex);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), fc.nat(), (bytes, time, at) => {
      const body = Buffer.from(bytes);
      const timestamp = String(time);
      const signed = sign(null, Buffer.concat([Buffer.from(timestamp), body]), privateKey);
      const signature = signed.toString("hex");
      expect(isSigned(key, { signature, timestamp, body })).toBe(true);
      expect(isSigned(key, { signature, timestamp: String(time + 1), body })).toBe(false);
      expect(isSigned(key, { signature, timestamp, body: Buffer.concat([body, Buffer.from(" ")]) })).toBe(
        false,
      );
      signed[at % 64] = (signed[at % 64] ?? 0) ^ 1;
      expect(isSigned(key, { signature: signed.toString("hex"), timestamp, body })).toBe(false);
    }),
  );
  for (const signature of ["", "zz", "00".repeat(63), "é".repeat(64)])
    expect(isSigned(key, { signature, timestamp: "1", body: Buffer.alloc(0) })).toBe(false);
});

test("what was signed passes once; what is remembered of it is let go of", () => {
  const once = new Once();
  expect([once.pass("a", 1_000), once.pass("a", 1_000), once.pass("b", 1_000)]).toEqual([true, false, true]);
  expect([once.pass("c", 1_200), once.pass("a", 1_000)]).toEqual([true, false]);
  expect([once.pass("d", 9_000), once.pass("a", 1_000), once.pass("e", 8_800)]).toEqual([true, false, true]);
});

test("no words of others call, link or format anything", () => {
  const nasty = fc.array(
    fc.constantFrom(
      "@everyone",
      "@here",
      "<@1>",
      "<@&2>",
      "<#3>",
      "</x:4>",
      "[a](https://e)",
      "**",
      "`",
      "||",
      "# ",
      "\n",
      "\u202e",
      "a",
    ),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        nasty.map((parts) => parts.join("")),
        fc.string({ unit: "binary" }),
      ),
      (text) => {
        const safe = words(text);
        expect(safe).not.toMatch(/@(everyone|here)|(?<!\\)[<>[\]*_`|~]|^#|:\/\/|[\n\u202e]/);
        expect(safe.length).toBeLessThanOrEqual(3 * 2 * 120);
      },
    ),
  );
  expect(words("Star Wars: Episode IV — A New Hope")).toBe("Star Wars: Episode IV — A New Hope");
  expect(words("x".repeat(500))).toHaveLength(120);
  expect(calm({ content: "@everyone" })).toEqual({ content: "@everyone", allowed_mentions: { parse: [] } });
});
