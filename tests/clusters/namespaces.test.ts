import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { customResource } from "../../components/custom-resources/index.ts";
import { namespacesOn, planNamespace, servicesOn } from "../../components/kubernetes/index.ts";
import type { Lab } from "../../components/lab/index.ts";
import { type KubeApi, type KubeObject, rootOf } from "../../sandbox/control-plane/index.ts";
import { TestCluster } from "../../sandbox/testing/index.ts";
import { labOf } from "../../stacks/labs.ts";

/** What the platform allows its namespaces, as a real API server holds pods to it. */
let cluster: TestCluster;
let api: KubeApi;

interface Quota extends KubeObject {
  status?: { hard?: Record<string, string>; used?: Record<string, string> };
}
interface Pod extends KubeObject {
  spec: { containers: { resources: object }[] };
}

const RESOURCES = {
  ConfigMap: "configmaps",
  NetworkPolicy: "networkpolicies",
  ResourceQuota: "resourcequotas",
  LimitRange: "limitranges",
};

beforeAll(async () => {
  const lab = await labOf("homelab");
  cluster = await TestCluster.start("platform", lab);
  api = cluster.api;
  await makeNamespaces(lab);
}, 1_200_000);
afterAll(() => cluster?.stop());

async function makeNamespaces(lab: Lab): Promise<void> {
  const { platform } = lab.inventory.clusters;
  if (!platform) throw new Error("the lab has no platform");
  const services = servicesOn("platform", lab, ["production", "experimental"]);
  for (const name of namespacesOn(platform, services)) {
    const { namespace, contents } = planNamespace(name, services, platform);
    await api.post("/api/v1/namespaces", namespace);
    for (const manifest of Object.values(contents)) {
      const resource = RESOURCES[manifest.kind as keyof typeof RESOURCES];
      await api.post(`${rootOf(manifest.apiVersion)}/namespaces/${name}/${resource}`, manifest as KubeObject);
    }
  }
  // Until then every pod is refused, because nobody knows yet what is used.
  await vi.waitFor(async () => {
    const quotas = await api.list<Quota>("/api/v1/resourcequotas");
    expect(quotas).toHaveLength(6);
    expect(quotas.every(({ status }) => status?.hard && status.used)).toBe(true);
  }, patience);
}

const patience = { timeout: 60_000, interval: 200 };

/** As strict as any namespace asks for. */
function pod(name: string, resources: object): KubeObject {
  const securityContext = {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    runAsUser: 1000,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  };
  const containers = [{ name: "main", image: "web:1", resources, securityContext }];
  return { apiVersion: "v1", kind: "Pod", metadata: { name }, spec: { containers } } as KubeObject;
}

const make = (namespace: string, each: KubeObject) =>
  api.post<Pod>(`/api/v1/namespaces/${namespace}/pods`, each);

const both = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { cpu, memory } });

describe("a container", () => {
  test("that says nothing gets what the table gives it", async () => {
    const { spec } = await make("ai-services", pod("silent", {}));
    expect(spec.containers[0]?.resources).toEqual({
      requests: { cpu: "100m", memory: "256Mi" },
      limits: { cpu: "1", memory: "2Gi" },
    });
  });

  test("that says its own keeps it", async () => {
    const own = { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "2", memory: "1Gi" } };
    const { spec } = await make("ai-services", pod("outspoken", own));
    expect(spec.containers[0]?.resources).toEqual(own);
  });

  test("is refused beyond the limits of the table, and below them", async () => {
    await expect(make("ai-services", pod("large", both("1", "33Gi")))).rejects.toThrow(
      /maximum memory usage per Container is 32Gi, but limit is 33Gi/,
    );
    await expect(make("monitoring", pod("busy", both("17", "1Gi")))).rejects.toThrow(
      /maximum cpu usage per Container is 16, but limit is 17/,
    );
    await expect(make("self-hosted-ai", pod("tiny", both("10m", "16Mi")))).rejects.toThrow(
      /minimum memory usage per Container is 32Mi, but request is 16Mi/,
    );
  });
});

test("advice is taken by a real API server, and a word that it does not know is not", async () => {
  const spec = {
    targetRef: { apiVersion: "apps/v1", kind: "Deployment" as const, name: "web" },
    updatePolicy: { updateMode: "Off" as const },
    resourcePolicy: {
      containerPolicies: [
        {
          containerName: "*",
          minAllowed: { cpu: "100m", memory: "256Mi" },
          maxAllowed: { cpu: "4", memory: "8Gi" },
        },
      ],
    },
  };
  const path = "/apis/autoscaling.k8s.io/v1/namespaces/monitoring/verticalpodautoscalers";
  const advice = customResource("VerticalPodAutoscaler", { name: "web", namespace: "monitoring" }, spec);
  await expect(api.post(path, advice as unknown as KubeObject)).resolves.toMatchObject({ spec });
  const wrong = {
    ...advice,
    metadata: { name: "wrong" },
    spec: { ...spec, updatePolicy: { updateMode: "of" } },
  };
  await expect(api.post(path, wrong as unknown as KubeObject)).rejects.toThrow(/Unsupported value: "of"/);
});

describe("a namespace", () => {
  test("takes pods up to its quota, and none beyond it", async () => {
    await make("linkerd", pod("first", both("500m", "1536Mi")));
    await expect(make("linkerd", pod("second", both("500m", "1536Mi")))).rejects.toThrow(
      /exceeded quota: quota, requested: .*requests.memory=1536Mi, used: .*requests.memory=1536Mi, limited: .*requests.memory=2Gi/,
    );
  });

  test("takes no pod that is more than restricted, but where a chart is part of its nodes", async () => {
    const host = {
      ...pod("host", {}),
      spec: { ...(pod("host", {}) as Pod).spec, hostNetwork: true },
    } as KubeObject;
    await expect(make("gpu-workloads", host)).rejects.toThrow(/violates PodSecurity "restricted/);
    await expect(make("longhorn-system", host)).resolves.toMatchObject({ metadata: { name: "host" } });
  });

  test("says to the mesh that its pods want a proxy, and how large", async () => {
    const annotations = async (name: string) =>
      (await api.get<KubeObject>(`/api/v1/namespaces/${name}`)).metadata.annotations;
    for (const name of ["ai-services", "self-hosted-ai", "gpu-workloads"])
      expect(await annotations(name)).toMatchObject({
        "linkerd.io/inject": "enabled",
        "config.linkerd.io/proxy-memory-request": "50Mi",
      });
    expect(await annotations("monitoring")).toBeUndefined();
  });
});
