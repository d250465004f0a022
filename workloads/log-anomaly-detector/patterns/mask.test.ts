import fc from "fast-check";
import { expect, test } from "vitest";
import { mask, shown } from "./mask.ts";

test.each([
  ["password=hunter2 rest", "hunter2"],
  ['{"api_key":"abcdef","user":"x"}', "abcdef"],
  ["DB_PASSWORD: 'a b c' rest", "a b c"],
  ["Authorization: Bearer abc.def.ghi", "abc.def"],
  ["GET /login?token=s3cr3t&next=/ 200", "s3cr3t"],
  ["postgres://ann:geheim@db:5432/x", "geheim"],
  ["jwt eyJhbGciOiJI.eyJzdWIiOiIx.c2ln", "eyJzdWIiOiIx"],
  ["pushed with ghp_abcdefghijklmnop1234", "ghp_"],
  ["mail to ann.smith@example.com sent", "ann.smith"],
  ["login from 203.0.113.9 port 22", "203.0.113.9"],
  ["lease for aa:bb:cc:dd:ee:ff", "aa:bb"],
  ["paid by DE89 3704 0044 0532 0130 00", "3704"],
  ["card 4111 1111 1111 1111 taken", "4111"],
  ["called +49 170 1234567 twice", "170"],
  ["key 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "9f86"],
])("%s: what is secret or somebody's is hidden", (line, secret) => {
  expect(mask(line)).not.toContain(secret);
  expect(mask(line)).toContain("[hidden]");
  expect(mask(line).split(/\s+/)).toHaveLength(line.split(/\s+/).length);
});

test.each(["mounted 192.168.1.170:/data in 12 ms", "GET /photos/12 200 51ms", "kernel 6.12.48 booted"])(
  "%s: what everybody may know stays",
  (line) => expect(mask(line)).toBe(line),
);

test("what is shown is one short line without control characters, whatever was written", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), (text) => {
      const line = shown(text);
      expect(line.length).toBeLessThanOrEqual(300);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are looked for
      expect(line).not.toMatch(/[\u0000-\u001f\u007f\u202e]/);
    }),
  );
});
