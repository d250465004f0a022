import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { sealingPair } from "../certificates/index.ts";
import { ownSecret } from "../secrets/index.ts";
import { refusal, TODAY } from "../testing/index.ts";
import { seal, sealingKeyIn } from "./seal.ts";
import { type OpenSecret, type Seal, sealSecret } from "./sealed-secret.ts";
import { unseal } from "./testing.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const scope = { namespace: "apps", name: "web" };
const seals: Seal = { key: publicKey, mark: "known to nobody else" };
const secret = (values: Record<string, string>, name = "web"): OpenSecret => ({
  metadata: { namespace: "apps", name },
  values,
});

test("what was sealed is opened by the key of its cluster, for the Secret that it is for", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      expect(unseal(seal(value, scope, publicKey), scope, privateKey)).toBe(value);
    }),
    { numRuns: 15 },
  );
});

test("nobody opens it for another Secret, by another key, or changed", () => {
  const sealed = seal("secret", scope, publicKey);
  expect(() => unseal(sealed, { ...scope, name: "other" }, privateKey)).toThrow();
  expect(() => unseal(sealed, { ...scope, namespace: "others" }, privateKey)).toThrow();
  expect(() =>
    unseal(sealed, scope, generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey),
  ).toThrow();
  const bytes = Buffer.from(sealed, "base64");
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(() => unseal(bytes.toString("base64"), scope, privateKey)).toThrow();
});

describe("what was sealed before", () => {
  const first = sealSecret(secret({ password: "hunter2", token: "abc" }), seals);

  test("stays to the last byte while it says the same, in whichever order", () => {
    expect(sealSecret(secret({ token: "abc", password: "hunter2" }), seals, first)).toEqual(first);
  });

  test.each([
    ["a value", secret({ password: "hunter3", token: "abc" }), seals],
    ["whom it is for", secret({ password: "hunter2", token: "abc" }, "web-2"), seals],
    [
      "the key",
      secret({ password: "hunter2", token: "abc" }),
      { ...seals, key: generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey },
    ],
  ])("is sealed anew when %s has changed", (_, changed, by) => {
    expect(sealSecret(changed, by, first).spec.encryptedData).not.toEqual(first.spec.encryptedData);
  });

  test("is sealed anew where somebody has written over it", () => {
    const spoilt = { ...first, spec: { ...first.spec, encryptedData: { password: "AAAA", token: "BBBB" } } };
    const again = sealSecret(secret({ password: "hunter2", token: "abc" }), seals, spoilt);
    expect(unseal(again.spec.encryptedData.token ?? "", scope, privateKey)).toBe("abc");
  });

  test("says nothing of a value to whoever tries them all", () => {
    const others = { ...seals, mark: "guessed" };
    const marked = sealSecret(secret({ password: "hunter2" }), others, undefined);
    expect(marked.metadata.annotations).not.toEqual(
      sealSecret(secret({ password: "hunter2" }), seals, marked).metadata.annotations,
    );
  });
});

describe("the certificate of a cluster", () => {
  let certificate = "";
  let key = "";
  beforeAll(async () => {
    const pair = sealingPair("test", "core", 1);
    [certificate, key] = (await Promise.all(
      [pair.certificate, pair.key].map((each) => ownSecret("a root secret, for a test", "test", each)),
    )) as [string, string];
  });

  test("seals for the key that its cluster is given", () => {
    const sealed = seal("secret", scope, sealingKeyIn(certificate, "core", TODAY));
    expect(unseal(sealed, scope, createPrivateKey(key))).toBe("secret");
  });

  test("is refused once it has ended, with what to do", () => {
    const late = new Date("2037-01-01");
    expect(refusal(() => sealingKeyIn(certificate, "core", late))).toBe(
      "the sealing certificate of core: it is valid from 2026-01-01 to 2036-12-31, and today is 2037-01-01.\n" +
        "  fix: raise the generation of core in the inventory, apply it, and render again; or mend the clock",
    );
  });
});
