import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fileKey, nameOf, slug } from "./names.ts";

const path = fc.stringMatching(/^(\/[A-Za-z0-9._-]{1,20}){1,6}$/);

describe("a name", () => {
  test("reads as its parts", () => {
    expect(nameOf("immich", "ml")).toBe("immich-ml");
    expect(slug("/var/lib/postgresql")).toBe("var-lib-postgresql");
    expect(fileKey("/etc/prometheus/rules.yaml")).toBe("file-etc-prometheus-rules.yaml");
  });

  test("is cut where Kubernetes would refuse it, and stays unique", () => {
    const long = "a".repeat(70);
    expect(nameOf(long, "x")).toHaveLength(63);
    expect(nameOf(long, "x")).not.toBe(nameOf(long, "y"));
  });

  test("of a path is a DNS label, and of no other path", () => {
    fc.assert(
      fc.property(path, path, (one, other) => {
        expect(slug(one)).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
        expect(fileKey(one)).toMatch(/^[-._a-zA-Z0-9]{1,253}$/);
        fc.pre(one !== other);
        expect(slug(one)).not.toBe(slug(other));
        expect(fileKey(one)).not.toBe(fileKey(other));
      }),
    );
  });

  test.each([
    ["/a-b", "/a/b"],
    ["/a.b", "/a/b"],
    ["/A", "/a"],
    ["/", "//"],
  ])("tells %s and %s apart", (one, other) => {
    expect(slug(one)).not.toBe(slug(other));
    expect(fileKey(one)).not.toBe(fileKey(other));
  });
});
