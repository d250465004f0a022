import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import https from "node:https";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { labWith } from "../../components/testing/index.ts";
import { birth } from "../../scripts/setup/processes.mjs";
import { TestCluster } from "../testing/index.ts";
import { Authority, KubeApi, type KubeObject } from "./index.ts";

const { inventory } = labWith();
const patience = { timeout: 40_000, interval: 200 };

let cluster: TestCluster;
let api: KubeApi;
beforeAll(async () => {
  cluster = await TestCluster.start("core", labWith());
  api = cluster.api;
  await made("v1", "Namespace", "trial");
  // Its controller makes it a moment later; no pod may come before.
  await vi.waitFor(() => api.get("/api/v1/namespaces/trial/serviceaccounts/default"), patience);
});
afterAll(() => cluster?.stop());

const groups: Record<string, string> = {
  Namespace: "/api/v1/namespaces",
  Node: "/api/v1/nodes",
  PersistentVolume: "/api/v1/persistentvolumes",
  Pod: "/api/v1/namespaces/trial/pods",
  Secret: "/api/v1/namespaces/trial/secrets",
  Service: "/api/v1/namespaces/trial/services",
  ResourceQuota: "/api/v1/namespaces/trial/resourcequotas",
  LimitRange: "/api/v1/namespaces/trial/limitranges",
  PersistentVolumeClaim: "/api/v1/namespaces/trial/persistentvolumeclaims",
  Deployment: "/apis/apps/v1/namespaces/trial/deployments",
  Ingress: "/apis/networking.k8s.io/v1/namespaces/trial/ingresses",
};

function made(apiVersion: string, kind: string, name: string, body: object = {}) {
  return api.post(groups[kind] ?? "", { apiVersion, kind, metadata: { name }, ...body });
}

interface Seen extends KubeObject {
  spec: {
    nodeName?: string;
    volumeName?: string;
    storageClassName?: string;
    containers: { resources: object }[];
    nodeAffinity?: unknown;
    unschedulable?: boolean;
  };
  status: {
    phase?: string;
    readyReplicas?: number;
    capacity?: Record<string, string>;
    conditions?: { type: string; status: string }[];
    loadBalancer?: { ingress?: { ip: string }[] };
  };
}

function seen(kind: string, name: string): Promise<Seen> {
  return api.get<Seen>(`${groups[kind]}/${name}`);
}

function until(kind: string, name: string, holds: (object: Seen) => void): Promise<Seen> {
  return vi.waitFor(async () => {
    const object = await seen(kind, name);
    holds(object);
    return object;
  }, patience);
}

function pod(volume?: string) {
  const mounts = volume && { volumeMounts: [{ name: "data", mountPath: "/data" }] };
  return {
    containers: [{ name: "main", image: "web:1", ...mounts }],
    ...(volume && { volumes: [{ name: "data", persistentVolumeClaim: { claimName: volume } }] }),
  };
}

function claimed(name: string, storageClassName?: string) {
  return made("v1", "PersistentVolumeClaim", name, {
    spec: {
      accessModes: ["ReadWriteOnce"],
      ...(storageClassName && { storageClassName }),
      resources: { requests: { storage: "1Gi" } },
    },
  });
}

describe("who may do what", () => {
  async function ask(path: string, headers: Record<string, string> = {}) {
    const { server, ca } = cluster.lone.plane.admin;
    return new Promise<number | undefined>((resolve, reject) => {
      const options = { ca: readFileSync(ca), headers, agent: false as const };
      const request = https.get(`${server}${path}`, options, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on("error", reject);
    });
  }

  test("nobody in particular may see nothing", async () => {
    expect(await ask("/api/v1/namespaces/trial/secrets")).toBe(403);
    expect(await ask("/api/v1/nodes", { authorization: "Bearer no-such-token" })).toBe(401);
    expect(await ask("/livez")).toBe(200);
  });

  test("a user whom no rule names may do nothing, and one whom a rule names that and no more", async () => {
    const { admin } = cluster.lone.plane;
    const authority = await Authority.open(dirname(admin.ca));
    const guest = new KubeApi({ ...admin, ...(await authority.issue("guest", { name: "guest" })) });
    try {
      const list = () => guest.list("/api/v1/namespaces/trial/pods");
      await expect(list()).rejects.toMatchObject({
        status: 403,
        message: expect.stringContaining('User "guest" cannot list resource "pods"'),
      });
      await api.post("/apis/rbac.authorization.k8s.io/v1/namespaces/trial/rolebindings", {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "RoleBinding",
        metadata: { name: "guest" },
        subjects: [{ kind: "User", name: "guest", apiGroup: "rbac.authorization.k8s.io" }],
        roleRef: { kind: "ClusterRole", name: "view", apiGroup: "rbac.authorization.k8s.io" },
      });
      await vi.waitFor(list, patience);
      await expect(guest.list("/api/v1/namespaces/trial/secrets")).rejects.toMatchObject({ status: 403 });
      await expect(guest.delete("/api/v1/namespaces/trial/pods/any")).rejects.toMatchObject({ status: 403 });
    } finally {
      guest.close();
    }
  });

  test("what was changed is written down, and no secret with it", async () => {
    await made("v1", "Secret", "password", { stringData: { password: "open-sesame" } });
    const lines = await vi.waitFor(() => {
      const text = readFileSync(cluster.at("audit.log"), "utf8");
      expect(text).toContain('"name":"password"');
      return text.trimEnd().split("\n");
    }, patience);
    const entry = lines
      .map((line) => JSON.parse(line))
      .find(({ objectRef }) => objectRef?.name === "password");
    expect(entry).toMatchObject({ level: "Metadata", verb: "create", user: { username: "admin" } });
    expect(lines.join("\n")).not.toMatch(/open-sesame|b3Blbi1zZXNhbWU/);
    expect(lines.filter((line) => /"verb":"(get|list|watch)"/.test(line))).toEqual([]);
  });
});

describe("what is admitted", () => {
  test("a namespace that is labelled restricted takes no privileged pod", async () => {
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    await made("v1", "Namespace", "strict", { metadata: { name: "strict", labels } });
    const privileged = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "root" },
      spec: { containers: [{ name: "main", image: "web:1", securityContext: { privileged: true } }] },
    };
    await vi.waitFor(() => api.get("/api/v1/namespaces/strict/serviceaccounts/default"), patience);
    await expect(api.post("/api/v1/namespaces/strict/pods", privileged)).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('violates PodSecurity "restricted:latest": privileged'),
    });
    await api.post("/api/v1/namespaces/trial/pods", privileged);
  });

  test("limits are filled in, and a quota is kept", async () => {
    const [home, where] = ["/api/v1/namespaces/small", "small"];
    await made("v1", "Namespace", where);
    await vi.waitFor(() => api.get(`${home}/serviceaccounts/default`), patience);
    const limits = [{ type: "Container", defaultRequest: { memory: "600Mi" }, default: { memory: "1Gi" } }];
    const metadata = { name: "all" };
    await api.post(`${home}/limitranges`, {
      apiVersion: "v1",
      kind: "LimitRange",
      metadata,
      spec: { limits },
    });
    await api.post(`${home}/resourcequotas`, {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata,
      spec: { hard: { "requests.memory": "1Gi" } },
    });
    const run = (name: string) =>
      api.post<Seen>(`${home}/pods`, { apiVersion: "v1", kind: "Pod", metadata: { name }, spec: pod() });
    // Each of the two is known to the API server a moment after it was made.
    const first = await vi.waitFor(async () => {
      const each = await run(`first-${randomUUID()}`);
      expect(each.spec.containers[0]?.resources).not.toEqual({});
      return each;
    }, patience);
    expect(first.spec.containers[0]?.resources).toEqual({
      requests: { memory: "600Mi" },
      limits: { memory: "1Gi" },
    });
    await vi.waitFor(
      () =>
        expect(run(`second-${randomUUID()}`)).rejects.toMatchObject({
          status: 403,
          message: expect.stringContaining("exceeded quota: all, requested: requests.memory=600Mi"),
        }),
      patience,
    );
  });
});

describe("what runs", () => {
  test("every node of the inventory becomes ready, with what it can hold", async () => {
    for (const name of ["core-server", "core-gpu", "core-arm"])
      await until("Node", name, ({ status }) =>
        expect(status.conditions).toContainEqual(expect.objectContaining({ type: "Ready", status: "True" })),
      );
    const { spec, status, metadata } = await seen("Node", "core-gpu");
    expect(status.capacity).toMatchObject({ cpu: "8", memory: "32Gi", "nvidia.com/gpu": "4" });
    expect(spec).toMatchObject({
      taints: [{ key: "homelab/reserved", value: "true", effect: "NoSchedule" }],
    });
    expect(metadata.labels).toMatchObject({ "kubernetes.io/arch": "amd64", gpu: "yes" });
  });

  test("a deployment runs, and its pods are ready", async () => {
    const labels = { app: "web" };
    const template = { metadata: { labels }, spec: pod() };
    await made("apps/v1", "Deployment", "web", {
      spec: { replicas: 2, selector: { matchLabels: labels }, template },
    });
    await until("Deployment", "web", ({ status }) => expect(status.readyReplicas).toBe(2));
  });

  test("a local disk is made on the node of its pod, and not before", async () => {
    await claimed("local", "local-path");
    const arm = { ...pod("local"), nodeSelector: { "kubernetes.io/arch": "arm64" } };
    expect((await seen("PersistentVolumeClaim", "local")).status.phase).toBe("Pending");
    await made("v1", "Pod", "local", { spec: arm });
    const { spec } = await until("PersistentVolumeClaim", "local", ({ status }) =>
      expect(status.phase).toBe("Bound"),
    );
    const volume = await seen("PersistentVolume", spec.volumeName ?? "");
    const values = ["core-arm"];
    expect(volume.spec.nodeAffinity).toEqual({
      required: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values }] },
        ],
      },
    });
    await until("Pod", "local", ({ status }) => expect(status.phase).toBe("Running"));
  });

  test("a replicated disk is there at once, is what nobody asked otherwise gets, and can grow", async () => {
    await claimed("shared");
    const bound = await until("PersistentVolumeClaim", "shared", ({ status }) =>
      expect(status.phase).toBe("Bound"),
    );
    expect(bound.spec.storageClassName).toBe("longhorn");
    await api.merge(`${groups.PersistentVolumeClaim}/shared`, {
      spec: { resources: { requests: { storage: "3Gi" } } },
    });
    await until("PersistentVolumeClaim", "shared", ({ status }) =>
      expect(status.capacity).toEqual({ storage: "3Gi" }),
    );
    expect((await seen("PersistentVolume", bound.spec.volumeName ?? "")).spec).toMatchObject({
      capacity: { storage: "3Gi" },
    });
  });

  test("a disk goes with its claim, unless somebody said that it shall stay", async () => {
    await claimed("fleeting");
    await claimed("kept");
    const [fleeting = "", kept = ""] = await Promise.all(
      ["fleeting", "kept"].map(async (name) => {
        const bound = await until("PersistentVolumeClaim", name, ({ status }) =>
          expect(status.phase).toBe("Bound"),
        );
        return bound.spec.volumeName;
      }),
    );
    await api.merge(`${groups.PersistentVolume}/${kept}`, {
      spec: { persistentVolumeReclaimPolicy: "Retain" },
    });
    for (const name of ["kept", "fleeting"]) await api.delete(`${groups.PersistentVolumeClaim}/${name}`);
    await until("PersistentVolume", kept, ({ status }) => expect(status.phase).toBe("Released"));
    await vi.waitFor(async () => {
      const names = (await api.list("/api/v1/persistentvolumes")).map(({ metadata }) => metadata.name);
      expect(names).not.toContain(fleeting);
      expect(names).toContain(kept);
    }, patience);
  });

  test("a load balancer and an ingress are where the nodes are", async () => {
    const nodes = ["192.168.1.20", "192.168.1.21", "192.168.1.22"].map((ip) => ({ ip }));
    const ports = [{ port: 80 }];
    await made("v1", "Service", "inside", { spec: { ports } });
    await made("v1", "Service", "outside", { spec: { type: "LoadBalancer", ports } });
    const backend = { service: { name: "inside", port: { number: 80 } } };
    await made("networking.k8s.io/v1", "Ingress", "web", { spec: { defaultBackend: backend } });
    for (const [kind, name] of [
      ["Service", "outside"],
      ["Ingress", "web"],
    ] as const)
      await until(kind, name, ({ status }) =>
        expect(status.loadBalancer?.ingress?.map(({ ip }) => ({ ip }))).toEqual(nodes),
      );
    expect((await seen("Service", "inside")).status.loadBalancer).toEqual({});
  });
});

describe("what changes", () => {
  test("an API server that is killed has forgotten nothing, and its controllers find it again", async () => {
    // They say that they were cut off, and nobody here has to read it.
    const said = vi.spyOn(console, "error").mockReturnValue();
    const before = await api.list("/api/v1/namespaces/trial/pods");
    const pid = (await cluster.lone.pidOf("api-server")) ?? Number.NaN;
    process.kill(pid, "SIGKILL");
    await vi.waitFor(() => expect(birth(pid)).toBe(""));
    expect(await cluster.lone.start()).toEqual(["core/api-server"]);
    const after = await api.list("/api/v1/namespaces/trial/pods");
    expect(after.map(({ metadata }) => metadata.uid)).toEqual(before.map(({ metadata }) => metadata.uid));
    await made("v1", "Service", "later", { spec: { type: "LoadBalancer", ports: [{ port: 81 }] } });
    await until("Service", "later", ({ status }) => expect(status.loadBalancer?.ingress).toHaveLength(3));
    said.mockRestore();
  });

  test("a node that the inventory has no more is gone, and one that changed is changed", async () => {
    const { core } = inventory.clusters;
    if (!core) throw new Error("the test's inventory has no core");
    const { "core-gpu": gone, ...nodes } = core.nodes;
    const arm = { role: "agent" as const, join: "lan" as const, labels: { disk: "slow" }, reserved: true };
    const smaller = { ...core, nodes: { ...nodes, "core-arm": arm } };
    await cluster.furnish({ ...inventory, clusters: { ...inventory.clusters, core: smaller } });
    expect(gone).toBeDefined();
    const left = await api.list<Seen>("/api/v1/nodes");
    expect(left.map(({ metadata }) => metadata.name)).toEqual(["core-arm", "core-server"]);
    expect(left[0]?.metadata.labels).toMatchObject({ disk: "slow" });
    expect(left[0]?.spec).toMatchObject({ taints: [{ key: "homelab/reserved" }] });
    await cluster.furnish(inventory);
    expect(await api.list("/api/v1/nodes")).toHaveLength(3);
    expect((await seen("Node", "core-arm")).metadata.labels).not.toHaveProperty("disk");
    expect((await seen("Node", "core-arm")).spec).not.toHaveProperty("taints");
  });
});
