import { describe, expect, test } from "vitest";
import type { Ground } from "./ground.ts";

const path = "/apis/apps/v1/namespaces/life/deployments/web";

/** Everything in it has something that the API server writes otherwise, or leaves out. */
const lab = ({ image = "web:1", setting = "1", labels = `{ extra: "yes" }`, options = "{}" } = {}) => `
  const { metadata: { name: namespace } } = new kubernetes.core.v1.Namespace("life", { metadata: { name: "life" } }, { provider });
  const app = { app: "web" };
  const settings = new kubernetes.core.v1.ConfigMap("settings", { metadata: { namespace }, data: { a: "${setting}", b: "" } }, { provider });
  new kubernetes.core.v1.Secret("token", { metadata: { namespace, name: "token" }, stringData: { token: "hunter2" } }, { provider });
  const web = new kubernetes.apps.v1.Deployment("web", { metadata: { namespace, name: "web", labels: ${labels} }, spec: {
    replicas: 2, selector: { matchLabels: app }, template: { metadata: { labels: app }, spec: { hostNetwork: false, containers: [{
      name: "web", image: "${image}", resources: { requests: { cpu: "0.5", memory: "1024Mi" } },
      env: [{ name: "EMPTY", value: "" }, { name: "A", valueFrom: { configMapKeyRef: { name: settings.metadata.name, key: "a" } } }],
      volumeMounts: [{ name: "settings", mountPath: "/a", subPath: "a" }, { name: "settings", mountPath: "/b", subPath: "b" }],
    }], volumes: [{ name: "settings", configMap: { name: settings.metadata.name } }] } },
  } }, { provider, ...${options} });
  new kubernetes.core.v1.Service("web", { metadata: { namespace, name: "web" }, spec: { selector: app, ports: [{ port: 80 }] } }, { provider, dependsOn: [web] });
  new kubernetes.networking.v1.NetworkPolicy("none", { metadata: { namespace, name: "none" }, spec: { podSelector: {}, policyTypes: ["Ingress"], ingress: [] } }, { provider });
  new kubernetes.batch.v1.Job("once", { metadata: { namespace, name: "once" }, spec: { template: { spec: {
    restartPolicy: "Never", containers: [{ name: "once", image: "${image}" }],
  } } } }, { provider });
  const anything = { type: "object", x_kubernetes_preserve_unknown_fields: true };
  const film = { type: "object", required: ["title"], properties: { title: { type: "string" }, credits: anything } };
  const films = new kubernetes.apiextensions.v1.CustomResourceDefinition("films", { metadata: { name: "films.lab.example" }, spec: {
    group: "lab.example", scope: "Namespaced", names: { kind: "Film", plural: "films" },
    versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object", properties: { spec: film } } } }],
  } }, { provider });
  new kubernetes.apiextensions.CustomResource("matrix", { apiVersion: "lab.example/v1", kind: "Film", metadata: {
    namespace, name: "matrix", annotations: { "pulumi.com/deletionPropagationPolicy": "background" },
  }, spec: { title: "The Matrix", credits: { anyone: "Neo" } } }, { provider, dependsOn: [films] });
`;

/** A stack from its first update to its last. */
export function life(ground: Ground): void {
  const program = (...args: Parameters<typeof lab>) => {
    const { kubeconfig } = ground.cluster;
    ground.stack.program(
      `const provider = new kubernetes.Provider("lab", { kubeconfig: ${JSON.stringify(kubeconfig)} });${lab(...args)}`,
    );
  };
  const pulumi = async (...args: string[]) => {
    const { ok, output } = await ground.stack.pulumi(...args);
    if (!ok) throw new Error(output);
    return output;
  };

  describe("a stack", () => {
    test("is made, and a second update and a refresh find nothing to do", async () => {
      program();
      expect(await pulumi("up", "--yes", "--skip-preview")).toContain("+ 11 created");
      expect(await ground.cluster.api.get(path)).toMatchObject({ status: { readyReplicas: 2 } });
      const again = await pulumi("up", "--refresh", "--yes", "--skip-preview");
      expect(again).toContain("11 unchanged");
      expect(again).not.toMatch(/\d (updated|replaced)/);
    });

    test("keeps its secrets sealed", async () => {
      const state = await pulumi("stack", "export");
      expect(state).not.toContain("hunter2");
      expect(state).not.toContain(Buffer.from("hunter2").toString("base64"));
    });

    test("changes in place what can be, gives up what is not wanted any more, and makes anew what is immutable", async () => {
      program({ image: "web:2", setting: "2", labels: "{}" });
      expect(await pulumi("up", "--yes", "--skip-preview")).toContain("+-2 replaced");
      const web = await ground.cluster.api.get(path);
      expect(web.metadata.labels).toBeUndefined();
      expect(web).toMatchObject({ spec: { template: { spec: { containers: [{ image: "web:2" }] } } } });
    });

    test("is repaired where somebody has changed it, and where something is gone", async () => {
      await ground.cluster.api.merge(`${path}?fieldManager=kubectl-edit`, { spec: { replicas: 1 } });
      await ground.cluster.api.delete("/api/v1/namespaces/life/secrets/token");
      const drift = await pulumi("preview", "--refresh", "--diff");
      expect(drift).toMatch(/replicas: 1 => 2/);
      expect(drift).toContain("+ 1 to create");
      const repaired = await pulumi("up", "--refresh", "--yes", "--skip-preview");
      expect(repaired).toContain("+ 1 created");
      expect(repaired).toContain("~ 1 updated");
      expect(await ground.cluster.api.get(path)).toMatchObject({ spec: { replicas: 2 } });
    });

    test("leaves alone what the program ignores and another owns", async () => {
      await ground.cluster.api.merge(`${path}?fieldManager=autoscaler`, { spec: { replicas: 3 } });
      program({
        image: "web:3",
        setting: "2",
        labels: "{}",
        options: `{ ignoreChanges: ["spec.replicas"] }`,
      });
      expect(await pulumi("up", "--yes")).toContain("~ 1 updated");
      expect(await ground.cluster.api.get(path)).toMatchObject({ spec: { replicas: 3 } });
    });

    test("leaves nothing behind", async () => {
      expect(await pulumi("destroy", "--yes", "--skip-preview")).toContain("- 11 deleted");
      await expect(ground.cluster.api.get("/api/v1/namespaces/life")).rejects.toThrow("not found");
      const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
      expect(await ground.cluster.api.list(definitions)).toEqual([]);
    });
  });
}
