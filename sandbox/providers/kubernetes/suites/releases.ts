import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type Ground, made } from "./ground.ts";

const type = "kubernetes:helm.sh/v3:Release";
const given = {
  chart: "cert-manager",
  name: "certs",
  namespace: "certs",
  version: "1.19.1",
  createNamespace: true,
  repositoryOpts: { repo: "https://charts.example" },
  values: { crds: { enabled: true } },
};

interface Secret {
  type: string;
  metadata: { labels: Record<string, string> };
  data: { release: string };
}

export function releases(ground: Ground): void {
  const folder = "/api/v1/namespaces/certs/secrets";
  const history = async () =>
    (await ground.cluster.api.list<Secret>(`${folder}?labelSelector=owner%3Dhelm`)).map((secret) => ({
      type: secret.type,
      labels: secret.metadata.labels,
      release: JSON.parse(gunzipSync(Buffer.from(atob(secret.data.release), "base64")).toString()),
    }));

  describe("a Helm release", () => {
    test("is recorded as Helm does, with its history", async () => {
      const { id, inputs, values } = await made(ground, type, given);
      expect(id).toBe("certs/certs");
      const status = { name: "certs", namespace: "certs", chart: "cert-manager", version: "1.19.1" };
      expect(values).toMatchObject({ status: { ...status, revision: 1, status: "deployed" } });

      const next = { ...inputs, values: { crds: { enabled: false } } };
      const updated = await ground.plugin.update(type, id, next, { state: values });
      expect(updated).toMatchObject({ status: { revision: 2, status: "deployed" } });
      const [first, second] = await history();
      expect(first).toMatchObject({
        type: "helm.sh/release.v1",
        labels: { name: "certs", version: "1", status: "superseded" },
        release: { info: { status: "superseded" }, config: { crds: { enabled: true } } },
      });
      expect(second).toMatchObject({
        labels: { version: "2", status: "deployed" },
        release: {
          version: 2,
          config: { crds: { enabled: false } },
          chart: { metadata: { version: "1.19.1" } },
        },
      });
    });

    test("is refused where it is there already, and found by its id", async () => {
      await expect(made(ground, type, given)).rejects.toThrow(
        "the Helm release certs/certs is there already",
      );
      const found = await ground.plugin.read(type, "certs/certs");
      expect(found?.inputs).toMatchObject({ chart: "cert-manager", values: { crds: { enabled: false } } });
    });

    test("shows what another has made of it, and goes with all its history", async () => {
      const { inputs } = await ground.plugin.check(type, given);
      const read = await ground.plugin.read(type, "certs/certs", inputs, inputs);
      expect(read?.inputs).toMatchObject({ values: { crds: { enabled: false } } });
      await ground.plugin.remove(type, "certs/certs", inputs);
      expect(await history()).toEqual([]);
      expect(await ground.plugin.read(type, "certs/certs", inputs, inputs)).toBeUndefined();
    });

    test("of a folder that is none is refused at once", async () => {
      const { failures } = await ground.plugin.check(type, { ...given, chart: "./nowhere" });
      expect(failures).toEqual(["chart is a path, and there is no folder with a Chart.yaml"]);
    });
  });
}
