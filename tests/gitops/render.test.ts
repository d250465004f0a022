import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Rendered } from "../../components/gitops/index.ts";
import { type KubeApi, KubeError, rootOf } from "../../sandbox/control-plane/index.ts";
import { TestCluster } from "../../sandbox/testing/index.ts";
import { buildController, type Opened, openedBy } from "./controller.ts";
import { CLUSTER, lab, objectsIn, type Rendering, ROOT, renderPlatform, sealingKey, tokens } from "./lab.ts";

vi.setConfig({ testTimeout: 120_000 });

/** The platform of the real lab as ArgoCD would bring it: read by a real API server, and by the controller of its secrets. */
let rendered: Rendered;
beforeAll(async () => {
  rendered = await renderPlatform();
}, 60_000);

const sealed = () => objectsIn(rendered).filter(({ kind }) => kind === "SealedSecret");

const parts = (service: string) =>
  Object.keys(rendered.files).flatMap((path) => {
    const [, folder, name, part = ""] = path.split("/");
    return folder === "services" && name === service ? [part] : [];
  });

test("rendered twice, it is the same to the last byte", async () => {
  const again = await renderPlatform(rendered.files);
  expect(again.files).toEqual(rendered.files);
  expect(again.left).toEqual(rendered.left);
});

test("another token is sealed anew where it is used, and nothing else is", async () => {
  const { files } = await renderPlatform(rendered.files, {
    root: ROOT,
    tokens: { ...tokens, "github-mirror": "another" },
  });
  const changed = Object.keys(files).filter((path) => files[path] !== rendered.files[path]);
  expect(changed).toEqual([`${CLUSTER}/services/gitlab-mirror-sync/secret.yaml`]);
});

test("no Secret lies there open, and none that only Pulumi knows lies there at all", () => {
  expect(objectsIn(rendered).filter(({ kind }) => kind === "Secret")).toEqual([]);
  const left = rendered.left.map(({ name }) => name);
  expect(left).toContain("sealed-secrets/sealing-key-1");
  expect(left).toContain("cloudflared/cloudflared-platform");
  expect(rendered.left.every(({ because }) => because === "pulumi")).toBe(true);
});

test("without its token a Secret is left out, and said to be", async () => {
  const { files, left } = await renderPlatform({}, { root: ROOT, tokens: {} });
  expect(files).not.toHaveProperty([`${CLUSTER}/services/gitlab-mirror-sync/secret.yaml`]);
  expect(left).toContainEqual({
    unit: "gitlab-mirror-sync",
    kind: "Secret",
    name: "gitlab/gitlab-mirror-sync",
    because: { tokens: ["github-mirror", "gitlab-mirror"] },
  });
});

test("the waves are those of the constitution, and nobody comes before what it needs", () => {
  const waves = Object.fromEntries(
    objectsIn(rendered)
      .filter(({ path }) => path.includes("/applications/"))
      .map(({ metadata }) => [metadata.name, Number(metadata.annotations?.["argocd.argoproj.io/sync-wave"])]),
  );
  expect(waves).toMatchObject({
    "sealed-secrets": -2,
    "linkerd-crds": -1,
    "cert-manager-platform": -1,
    longhorn: -1,
    "vertical-pod-autoscaler": -1,
    traefik: 0,
    "coredns-custom": 0,
    "resource-quotas": 0,
    linkerd: 1,
    "linkerd-viz": 1,
    kyverno: 1,
    prometheus: 2,
    alertmanager: 2,
    gitlab: 4,
    ollama: 5,
    litellm: 5,
    "open-webui": 6,
    searxng: 6,
    "mcp-github": 6,
    "arc-controller": 7,
    "arc-runners-amd64": 7,
    "gitlab-runner": 7,
  });
  for (const { name, needs } of lab.services)
    for (const need of needs)
      if (name in waves && need in waves)
        expect(waves[name], `${name} needs ${need}`).toBeGreaterThanOrEqual(waves[need] ?? 0);
  expect(parts("argocd").toSorted()).toEqual(["lan-certificate.yaml", "public-certificate.yaml"]);
});

describe("a real API server", () => {
  let cluster: TestCluster;
  let api: KubeApi;
  beforeAll(async () => {
    cluster = await TestCluster.start(CLUSTER, lab);
    api = cluster.api;
  }, 1_200_000);
  afterAll(() => cluster?.stop());

  test("takes every object, in its namespace, with the kinds that k3s and the charts bring along", async () => {
    const objects = objectsIn(rendered);
    const paths = await pathsFor(objects, api);
    const [homes, others] = [
      objects.filter(({ kind }) => kind === "Namespace"),
      objects.filter(({ kind }) => kind !== "Namespace"),
    ];
    await Promise.all(homes.map(({ path, ...object }) => api.apply(paths.get(path) ?? "", object)));
    const complaints = await Promise.all(
      others.map(({ path, ...object }) => complaintOf(api, paths.get(path), path, object)),
    );
    expect(complaints.filter((each) => each !== undefined)).toEqual([]);
    expect(others.length).toBeGreaterThan(500);
  });

  test("would refuse a field that nobody knows", async () => {
    const application = objectsIn(rendered).find(({ kind }) => kind === "Application");
    const object = bare(application);
    const paths = await pathsFor(application ? [application] : [], api);
    const spoilt = { ...object, spec: { ...(object.spec as object), projekt: "default" } };
    expect(await complaintOf(api, [...paths.values()][0], "it", spoilt)).toContain("projekt");
  });
});

const hasGo = spawnSync("go", ["version"]).status === 0;

describe.skipIf(!hasGo)("the controller's own code (Go, and a way to its modules)", () => {
  let controller: string;
  let key: string;
  let opened: (Opened | string)[];
  const mirror = () => sealed().find(({ metadata }) => metadata.name === "gitlab-mirror-sync");

  beforeAll(async () => {
    [controller, key] = await Promise.all([buildController(), sealingKey()]);
    opened = sealed().map((each) => openedBy(controller, bare(each), key));
  }, 1_200_000);

  test("opens all that was sealed, and makes the Secrets of it that the declarations mean", () => {
    expect(opened.filter((each) => typeof each === "string")).toEqual([]);
    expect(opened.length).toBeGreaterThan(20);
    const secret = openedBy(controller, bare(mirror()), key) as Opened;
    expect(secret.metadata).toMatchObject({ name: "gitlab-mirror-sync", namespace: "gitlab" });
    expect(Object.values(secret.data).map(atob)).toContain("given-github-mirror");
  });

  test("opens it for no other Secret", () => {
    const one = bare(mirror());
    const stolen = { ...one, metadata: { ...one.metadata, name: "stolen" } };
    expect(openedBy(controller, stolen, key)).toContain("no key could decrypt secret");
  });

  test("nothing that it opens is anywhere in the files", () => {
    const all = Object.values(rendered.files).join("\n");
    // A value may be text around a secret, or a name; what was made of letters by chance is what must not be there.
    const letters = opened
      .flatMap((each) => (typeof each === "string" ? [] : Object.values(each.data).map(atob)))
      .flatMap((value) => value.match(/\b[a-z2-9]{24,}\b/g) ?? []);
    expect(letters.length).toBeGreaterThan(20);
    expect(letters.filter((each) => all.includes(each))).toEqual([]);
  });
});

function bare(object: (Rendering & { path: string }) | undefined): Rendering {
  if (!object) throw new Error("it was not rendered");
  const { path, ...rest } = object;
  return rest;
}

/** Where the API has each, by the path of its file. */
async function pathsFor(
  objects: (Rendering & { path: string })[],
  api: KubeApi,
): Promise<Map<string, string>> {
  const groups = [...new Set(objects.map(({ apiVersion }) => apiVersion))];
  const kinds = new Map<string, { name: string; namespaced: boolean }>();
  for (const group of groups) {
    const base = rootOf(group);
    const { resources } = await api.get<{ resources: { name: string; kind: string; namespaced: boolean }[] }>(
      base,
    );
    for (const { name, kind, namespaced } of resources)
      if (!name.includes("/")) kinds.set(`${group} ${kind}`, { name: `${base}|${name}`, namespaced });
  }
  return new Map(
    objects.map(({ path, apiVersion, kind, metadata }) => {
      const found = kinds.get(`${apiVersion} ${kind}`);
      if (!found) throw new Error(`${path}: the API server knows no ${kind} of ${apiVersion}`);
      const [base, plural] = found.name.split("|");
      const home = found.namespaced ? `/namespaces/${metadata.namespace}` : "";
      return [path, `${base}${home}/${plural}/${metadata.name}`];
    }),
  );
}

/** What it has against an object, which it only tries: as ArgoCD does, by server-side apply. */
async function complaintOf(api: KubeApi, at: string | undefined, path: string, object: object) {
  try {
    await api.tryOut(at ?? "", object);
    return undefined;
  } catch (error) {
    if (!(error instanceof KubeError)) throw error;
    return `${path}: ${error.message}`;
  }
}
