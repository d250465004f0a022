import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { type CustomKind, definitionOf, KINDS } from "./index.ts";

/** Where the makers of a kind keep its definition: a module of Go's, at the version in makers/go.mod, and a file in it. */
const CERT_MANAGER = ["github.com/cert-manager/cert-manager", "deploy/crds"] as const;
const K3S = ["github.com/k3s-io/helm-controller", "pkg/crds/yaml/generated"] as const;
const TRAEFIK = "docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml";
const MAKERS: Partial<Record<keyof typeof KINDS, readonly [module: string, file: string]>> = {
  Application: ["github.com/argoproj/argo-cd/v3", "manifests/crds/application-crd.yaml"],
  Certificate: [CERT_MANAGER[0], `${CERT_MANAGER[1]}/cert-manager.io_certificates.yaml`],
  ClusterIssuer: [CERT_MANAGER[0], `${CERT_MANAGER[1]}/cert-manager.io_clusterissuers.yaml`],
  HelmChart: [K3S[0], `${K3S[1]}/helm.cattle.io_helmcharts.yaml`],
  HelmChartConfig: [K3S[0], `${K3S[1]}/helm.cattle.io_helmchartconfigs.yaml`],
  Middleware: ["github.com/traefik/traefik/v3", TRAEFIK],
  SealedSecret: [
    "github.com/bitnami-labs/sealed-secrets",
    "helm/sealed-secrets/crds/bitnami.com_sealedsecrets.yaml",
  ],
  TLSOption: ["github.com/traefik/traefik/v3", TRAEFIK],
  ValidatingPolicy: [
    "github.com/kyverno/kyverno",
    "config/crds/policies.kyverno.io/policies.kyverno.io_validatingpolicies.yaml",
  ],
};

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  required?: string[];
  enum?: unknown[];
  "x-kubernetes-int-or-string"?: boolean;
}

interface Definition {
  metadata: { name: string };
  spec: { scope: string; versions: { name: string; schema: { openAPIV3Schema: Schema } }[] };
}

const modules = modulesOfGo();

describe.skipIf(!modules)("as its makers define it (Go, and a way to its modules)", () => {
  test.each(Object.entries(MAKERS))("%s says nothing that they do not know", (kind, [module, file]) => {
    const ours = KINDS[kind as keyof typeof KINDS] as CustomKind;
    const text = readFileSync(join(modules?.[module] ?? "", file), "utf8");
    const all = parseAllDocuments(text).map((each) => each.toJS() as Definition);
    const theirs = all.find(({ metadata }) => metadata.name === `${ours.plural}.${ours.group}`);
    expect(theirs?.spec.scope).toBe(ours.scope);
    const version = theirs?.spec.versions.find(({ name }) => name === ours.version);
    const own = definitionOf(ours).spec.versions[0]?.schema.openAPIV3Schema.properties.spec as Schema;
    expect(differences(own, version?.schema.openAPIV3Schema.properties?.spec, "spec")).toEqual([]);
  });
});

/** What one of ours says that the other does not have, or leaves out that it must have. */
function differences(ours: Schema, theirs: Schema | undefined, at: string): string[] {
  if (!theirs) return [`${at} is unknown`];
  if (theirs["x-kubernetes-int-or-string"] && !ours["x-kubernetes-int-or-string"] && ours.type !== "object")
    return [];
  if (ours.type !== theirs.type) return [`${at} is ${theirs.type}, not ${ours.type}`];
  const choices = (ours.enum ?? []).filter((each) => theirs.enum && !theirs.enum.includes(each));
  const missing = (theirs.required ?? []).filter((each) => !ours.required?.includes(each));
  return [
    ...choices.map((each) => `${at} cannot be ${each}`),
    ...missing.map((each) => `${at}.${each} is required`),
    ...Object.entries(ours.properties ?? {}).flatMap(([key, each]) =>
      differences(each, theirs.properties?.[key], `${at}.${key}`),
    ),
    ...(ours.items ? differences(ours.items, theirs.items, `${at}[]`) : []),
    ...(typeof ours.additionalProperties === "object" && typeof theirs.additionalProperties === "object"
      ? differences(ours.additionalProperties, theirs.additionalProperties, `${at}{}`)
      : []),
  ];
}

/** The folders of the modules; fetched the first time, and undefined where that cannot be. */
function modulesOfGo(): Record<string, string> | undefined {
  const wanted = [...new Set(Object.values(MAKERS).map(([module]) => module))];
  try {
    const said = execFileSync("go", ["mod", "download", "-json", ...wanted], {
      cwd: join(import.meta.dirname, "makers"),
      encoding: "utf8",
      timeout: 120_000,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const found: { Path: string; Dir: string }[] = JSON.parse(`[${said.replaceAll(/\}\s*\{/g, "},{")}]`);
    return Object.fromEntries(found.map(({ Path, Dir }) => [Path, Dir]));
  } catch {
    return undefined;
  }
}
