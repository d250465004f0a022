import { describe, expect, test } from "vitest";
import { checkCustomResource, customResource } from "./index.ts";

const issuer = customResource("ClusterIssuer", { name: "internal" }, { ca: { secretName: "root" } });

function told(resource: Parameters<typeof checkCustomResource>[0]): string[] {
  return checkCustomResource(resource).map(({ where, what, fix }) => `${where}: ${what} (${fix})`);
}

describe("a custom resource", () => {
  test("is sound as its kind says", () => {
    expect(issuer).toEqual({
      apiVersion: "cert-manager.io/v1",
      kind: "ClusterIssuer",
      metadata: { name: "internal" },
      spec: { ca: { secretName: "root" } },
    });
    expect(told(issuer)).toEqual([]);
  });

  test("with a field that its kind does not have is refused with the one that was meant", () => {
    expect(told({ ...issuer, spec: { ca: { secretNmae: "root" } } })).toEqual([
      expect.stringContaining("the ClusterIssuer internal: ca.secretName is missing."),
      'the ClusterIssuer internal: ca.secretNmae is not something that can be said here. (did you mean "secretName"?)',
    ]);
  });

  test("that says two things of which one holds is refused", () => {
    expect(told({ ...issuer, spec: { ca: { secretName: "root" }, selfSigned: {} } })).toEqual([
      "the ClusterIssuer internal: the whole of it does not say one way to issue. (write one of: ca, selfSigned, acme)",
    ]);
  });

  test("stands in a namespace exactly where its kind does", () => {
    expect(told({ ...issuer, metadata: { name: "internal", namespace: "apps" } })[0]).toContain(
      "it belongs to the whole cluster",
    );
    const chain = {
      kind: "Middleware",
      metadata: { name: "slow" },
      spec: { chain: { middlewares: [{ name: "a" }] } },
    };
    expect(told(chain)[0]).toContain("it says no namespace");
  });

  test("of a kind that Kubernetes has by itself is nobody's business here", () => {
    expect(told({ kind: "ConfigMap", metadata: { name: "any" } })).toEqual([]);
  });
});
