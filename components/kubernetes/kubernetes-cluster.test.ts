import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../lab/index.ts";
import { claim, fromConfig, generated, secretValue, text } from "../service/index.ts";
import { chartService, inGroup, labWith, programs, refusal, service } from "../testing/index.ts";
import { Vault } from "../vault/index.ts";
import { KubernetesCluster, type KubernetesClusterArgs } from "./kubernetes-cluster.ts";

const ROOT = "a root secret of a lab that is only a test";

/** What the engine is told of each resource, by name; secrets are still wrapped as secrets. */
const registered = new Map<string, pulumi.runtime.MockResourceArgs>();
/** What was finished, and what was when each was begun. */
const made: string[] = [];
const madeBefore = new Map<string, string[]>();

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: async (args) => {
      registered.set(args.name, args);
      madeBefore.set(args.name, [...made]);
      await setTimeout(5);
      made.push(args.name);
      return { id: args.name, state: args.inputs };
    },
    call: ({ inputs }) => inputs,
  }),
);

const vaultOf = (lab: Lab, tokens = {}) => new Vault({ lab, rootSecret: ROOT, tokens });

function clusterOf(lab: Lab, args: Partial<KubernetesClusterArgs> = {}): KubernetesCluster {
  registered.clear();
  made.length = 0;
  return new KubernetesCluster("core", {
    lab,
    cluster: "core",
    kubeconfig: "a kubeconfig",
    vault: vaultOf(lab),
    programs,
    lifecycles: ["production"],
    ...args,
  });
}

const urnOf = (resource: pulumi.Resource | undefined) =>
  new Promise<string>((resolve) => pulumi.output(resource?.urn ?? "").apply(resolve));

async function allOf(cluster: KubernetesCluster) {
  const nodes = Object.values(cluster.services).flatMap((each) => Object.values(each.nodes));
  await Promise.all(nodes.map(urnOf));
  return registered;
}

describe("a cluster", () => {
  test("runs the services that are placed on it, of the lifecycles that are deployed", () => {
    const cluster = clusterOf(
      labWith(
        service(),
        service({ name: "young", lifecycle: "experimental" }),
        service({ name: "old", lifecycle: "archive" }),
        service({ name: "elsewhere", place: { cluster: "brain" } }),
      ),
    );
    expect(Object.keys(cluster.services)).toEqual(["web"]);
  });

  test("makes each namespace once, closed, and lets it own what lives in it", async () => {
    const cluster = clusterOf(
      labWith(service(), service({ name: "api" }), inGroup("data", service({ name: "db" }))),
    );
    const names = [...(await allOf(cluster)).keys()];
    expect(names.filter((name) => name.startsWith("core-"))).toEqual(
      expect.arrayContaining(["core-apps", "core-apps-default-deny", "core-data", "core-data-default-deny"]),
    );
    expect(await urnOf(cluster.services.web)).toContain("core/v1:Namespace$homelab:kubernetes:Service::web");
    expect(await urnOf(cluster.services.web?.nodes.deployment)).toContain(
      "Service$kubernetes:apps/v1:Deployment",
    );
  });

  test("starts pods only when what they read at their start is there, and waits for nothing else", async () => {
    const postgres = service({
      name: "postgres",
      provides: "postgresql",
      env: { POSTGRES_PASSWORD: secretValue("password") },
      secrets: { password: generated() },
    });
    const web = service({
      database: { on: "postgres" },
      files: { "/etc/web.conf": "level = info" },
      env: { PASSWORD: secretValue("database") },
      reach: { cluster: true },
    });
    await allOf(clusterOf(labWith(inGroup("data", postgres), web)));
    const read = ["web-config-map", "web-secret", "web-service-account", "web-database-job"];
    expect(madeBefore.get("web-deployment")).toEqual(expect.arrayContaining(read));
    expect(madeBefore.get("web-database-job")).toContain("core-data");
    expect(madeBefore.get("web-service")).not.toEqual(expect.arrayContaining(read));
  });

  test("speaks to its own API server, and to no other", async () => {
    const all = await allOf(clusterOf(labWith(service())));
    const children = [...all.values()].filter(({ type }) => type.startsWith("kubernetes:"));
    expect(children.length).toBeGreaterThan(3);
    for (const { provider } of children) expect(provider).toContain("core-provider");
  });

  test("says every token that is missing, and how to bring it", () => {
    const lab = labWith(
      service({
        secrets: { key: fromConfig("openai"), other: fromConfig("hugging-face") },
        env: { KEY: secretValue("key"), OTHER: secretValue("other") },
      }),
    );
    const message = refusal(() => clusterOf(lab));
    expect(message).toContain("web wants the token openai, which the stack's config does not have.");
    expect(message).toContain("pulumi config set --secret --path 'homelab:tokens.hugging-face'");
  });

  test("refuses two services whose names lead to the same thing", () => {
    const lab = labWith(
      service({ name: "immich", volumes: { "/ml/cache": claim("1Gi") } }),
      service({ name: "immich-ml", volumes: { "/cache": claim("1Gi") } }),
    );
    expect(refusal(() => clusterOf(lab))).toContain(
      "immich-ml and immich would both own the PersistentVolumeClaim immich-ml-cache.",
    );
  });

  test("lets a transform say what the declaration cannot", async () => {
    const cluster = clusterOf(labWith(service()), {
      transform: (manifest) =>
        manifest.kind === "Deployment"
          ? { ...manifest, metadata: { ...manifest.metadata, annotations: { reviewed: "yes" } } }
          : manifest,
    });
    const all = await allOf(cluster);
    expect(all.get("web-deployment")?.inputs).toHaveProperty("metadata.annotations.reviewed", "yes");
    expect(all.get("web-service")?.inputs).not.toHaveProperty("metadata.annotations");
  });
});

describe("a chart", () => {
  test("is installed before any object of the kinds that it brings along", async () => {
    const brings = { brings: ["cert-manager.io"] };
    const cluster = clusterOf(
      labWith(service({ expose: { lan: true } }), chartService({ provides: "certificates" }, brings)),
    );
    await allOf(cluster);
    expect(madeBefore.get("web-lan-certificate")).toContain("certs-release");
    expect(madeBefore.get("certs-house-issuer")).toContain("certs-release");
  });

  test("is installed whole or not at all, in its exact version, and its secrets stay secret", async () => {
    const values = { login: { password: text`${secretValue("own")}`, user: "admin" } };
    const lab = labWith(chartService({ secrets: { own: generated() } }, { values }));
    const all = await allOf(clusterOf(lab));
    const { inputs } = all.get("certs-release") ?? { inputs: {} };
    expect(inputs).toMatchObject({ atomic: true, version: "v1.2.3", namespace: "certs", name: "certs" });
    expect(inputs.values[pulumi.runtime.specialSigKey]).toBe(pulumi.runtime.specialSecretSig);
    expect(inputs.values.value.login).toEqual({
      user: "admin",
      password: expect.stringMatching(/^[a-z2-9]{32}$/),
    });
  });
});

describe("a custom resource", () => {
  test("that its kind does not allow is refused before the cluster hears of it", () => {
    const lab = labWith(service({ expose: { lan: true } }), chartService({ provides: "certificates" }));
    const transform: KubernetesClusterArgs["transform"] = (manifest) =>
      manifest.kind === "Certificate"
        ? { ...manifest, spec: { ...manifest.spec, dnsName: ["web.home"] } as never }
        : manifest;
    expect(refusal(() => clusterOf(lab, { transform }))).toContain(
      'the Certificate apps/web-lan: dnsName is not something that can be said here.\n  fix: did you mean "dnsNames"?',
    );
  });
});

describe("a secret", () => {
  const lab = labWith(
    service({
      secrets: { own: generated(), token: fromConfig("openai") },
      env: { OWN: secretValue("own"), TOKEN: secretValue("token") },
    }),
  );
  const cluster = () => clusterOf(lab, { vault: vaultOf(lab, { openai: "sk-not-a-real-token" }) });

  test("is marked as one where it is registered, and its text is nowhere else", async () => {
    const all = await allOf(cluster());
    const { inputs } = all.get("web-secret") ?? { inputs: {} };
    expect(inputs.data[pulumi.runtime.specialSigKey]).toBe(pulumi.runtime.specialSecretSig);
    expect(decoded(inputs.data.value)).toMatchObject({ TOKEN: "sk-not-a-real-token" });
    expect(decoded(inputs.data.value).OWN).toMatch(/^[a-z2-9]{32}$/);

    const others = [...all.values()].filter(({ name }) => name !== "web-secret");
    expect(JSON.stringify(others)).not.toContain("sk-not-a-real-token");
  });

  test("is the only thing that is not plain from the start", async () => {
    const all = await allOf(cluster());
    const wrapped = [...all.values()].filter(({ inputs }) =>
      JSON.stringify(inputs).includes(pulumi.runtime.specialSigKey),
    );
    expect(wrapped.map(({ name }) => name)).toEqual(["web-secret"]);
  });
});

function decoded(data: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
  );
}
