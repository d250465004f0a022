import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { identityOf, kubeconfigFor, kubeconfigOf } from "../../components/k3s/index.ts";
import { planAdmins, planCluster } from "../../components/kubernetes/index.ts";
import { type Lab, readLab } from "../../components/lab/index.ts";
import {
  connector,
  inGroup,
  programs,
  service,
  TODAY,
  testInventory,
} from "../../components/testing/index.ts";
import type { KubeApi, KubeObject } from "../../sandbox/control-plane/index.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

/** What people may do in a cluster, asked of a real API server with the certificates that they have. */
const lab = labOfPeople();
let server: ApiServer;
let administrator: KubeApi;

beforeAll(async () => {
  server = await startApiServer("core", lab);
  administrator = await server.as(kubeconfigOf("core", lab));
  const roles = "/apis/rbac.authorization.k8s.io/v1";
  const make = (path: string, object: object) => administrator.post(path, object as KubeObject);
  await make(`${roles}/clusterrolebindings`, planAdmins(lab.inventory));
  const { namespaces } = planCluster("core", lab, programs, ["production"]);
  for (const { namespace, contents } of Object.values(namespaces)) {
    await make("/api/v1/namespaces", namespace);
    const { viewers } = contents;
    if (viewers) await make(`${roles}/namespaces/${namespace.metadata.name}/rolebindings`, viewers);
  }
  await vi.waitFor(async () => {
    const { rules } = await administrator.get<{ rules?: object[] }>(`${roles}/clusterroles/view`);
    expect(rules?.length).toBeGreaterThan(0);
  }, 30_000);
}, 120_000);
afterAll(() => server?.close());

type Asked = [verb: string, resource: string, namespace?: string];

async function may(api: KubeApi, [verb, resource, namespace]: Asked): Promise<boolean> {
  const [name = "", group = ""] = resource.split(".");
  const [kind, subresource] = name.split("/");
  const { status } = await api.post<{ status: { allowed: boolean } }>(
    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes: { verb, resource: kind, subresource, group, namespace } },
    },
  );
  return status.allowed;
}

test("an admin may do everything, under a name of their own", async () => {
  const owner = await server.as(kubeconfigFor("owner", "core", lab));
  const { status } = await owner.post<{ status: { userInfo: { username: string; groups: string[] } } }>(
    "/apis/authentication.k8s.io/v1/selfsubjectreviews",
    { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
  );
  expect(status.userInfo.username).toBe("homelab:owner");
  expect(status.userInfo.groups).not.toContain("system:masters");
  expect(await may(owner, ["*", "*"])).toBe(true);
  expect(await may(owner, ["get", "secrets", "kube-system"])).toBe(true);
});

const ALLOWED: Asked[] = [
  ["list", "pods", "media"],
  ["get", "pods/log", "media"],
  ["get", "deployments.apps", "media"],
  ["list", "persistentvolumeclaims", "media"],
];
const DENIED: Asked[] = [
  ["get", "secrets", "media"],
  ["list", "secrets", "media"],
  ["create", "pods/exec", "media"],
  ["create", "pods", "media"],
  ["delete", "pods", "media"],
  ["patch", "deployments.apps", "media"],
  ["create", "rolebindings.rbac.authorization.k8s.io", "media"],
  // No service there is for whoever sees films.
  ["list", "pods", "apps"],
  ["list", "pods", "kube-system"],
  ["list", "pods"],
  ["list", "nodes"],
  ["list", "namespaces"],
];

test.each(ALLOWED)("whoever sees films may %s %s in %s", async (...asked) => {
  expect(await may(await server.as(kubeconfigFor("family", "core", lab)), asked)).toBe(true);
});

test.each(DENIED)("and may not %s %s in %s", async (...asked) => {
  expect(await may(await server.as(kubeconfigFor("family", "core", lab)), asked)).toBe(false);
});

test("who is no longer among the people has a certificate that is worth nothing", async () => {
  const former = identityOf("core", lab).kubeconfig("192.168.1.20", "former");
  const api = await server.as(former);
  for (const asked of [...ALLOWED, ...DENIED]) expect(await may(api, asked), asked.join(" ")).toBe(false);
});

function labOfPeople(): Lab {
  const people = {
    owner: { email: "owner@example.com", groups: ["admin", "plex-users"] },
    family: { email: "family@example.com", groups: ["plex-users"] },
  };
  const film = service({ name: "film", expose: { public: { access: "plex-users" } } });
  const admin = service({ expose: { public: { access: "admin" } } });
  const spec = { ...testInventory, people };
  const services = [inGroup("media", film), inGroup("apps", admin), inGroup("apps", connector())];
  return readLab({ name: "test", inventory: { file: "inventory.ts", spec }, services }, TODAY);
}
