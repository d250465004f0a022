import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { lab } from "../testing/lab.ts";

test("lab ca prints the root of the house, and beside it what to do with it", () => {
  const { code, out, err } = lab("ca");
  expect(code, err).toBe(0);
  const { ca, subject, issuer, fingerprint256 } = new X509Certificate(out);
  expect({ ca, subject }).toEqual({ ca: true, subject: issuer });
  for (const system of ["Debian", "macOS", "Windows", "iOS", "Android", "Firefox"])
    expect(err).toContain(system);
  expect(err).toContain(fingerprint256);
  expect(out).not.toContain("PRIVATE KEY");
  expect(lab("ca").out).toBe(out);
}, 300_000);
