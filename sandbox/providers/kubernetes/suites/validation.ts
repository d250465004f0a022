import { describe, expect, test } from "vitest";
import type { Properties } from "../../framework/value.ts";
import { Plugin } from "../../testing/plugin.ts";
import { deployment, type Ground, made, types } from "./ground.ts";

/** What the API server says before and while anything is made. */
export function validation(ground: Ground): void {
  const settings = (name: string, namespace = "default") => ({
    metadata: { name, namespace },
    data: { a: "1" },
  });

  describe("a preview", () => {
    test("is refused by the API server for what only it knows to be wrong", async () => {
      const inputs = { metadata: { name: "far", namespace: "default" }, spec: { ports: [{ port: 70000 }] } };
      const checked = await ground.plugin.check(types.service, inputs);
      await expect(ground.plugin.preview(types.service, checked.inputs)).rejects.toThrow(
        "spec.ports[0].port: Invalid value: 70000",
      );
      await expect(ground.cluster.api.get("/api/v1/namespaces/default/services/far")).rejects.toThrow();
    });

    test("shows what the API server would fill in", async () => {
      const { inputs } = await ground.plugin.check(types.deployment, deployment("shown"));
      const { values } = await ground.plugin.preview(types.deployment, inputs);
      expect(values).toMatchObject({ spec: { replicas: 1, strategy: { type: "RollingUpdate" } } });
    });

    test("passes where the namespace is not made yet", async () => {
      const { inputs } = await ground.plugin.check(types.configMap, settings("early", "unmade"));
      expect((await ground.plugin.preview(types.configMap, inputs)).values).toMatchObject({
        data: { a: "1" },
      });
    });
  });

  describe("an object that is there already", () => {
    test("is refused, and taken over only by a provider that was asked to", async () => {
      await made(ground, types.configMap, settings("taken"));
      await expect(made(ground, types.configMap, settings("taken"))).rejects.toThrow(
        "ConfigMap default/taken is there already: import it, or let the provider take it over (upsertExistingObjects)",
      );
      const other = await Plugin.start("kubernetes");
      await other.configure({ kubeconfig: ground.cluster.kubeconfig, upsertExistingObjects: "true" });
      const { values } = await made({ ...ground, plugin: other }, types.configMap, settings("taken"));
      expect(values).toMatchObject({ data: { a: "1" } });
      await other.stop();
    });

    test("can be imported by its id", async () => {
      const found = await ground.plugin.read(types.configMap, "default/taken");
      expect(found?.inputs).toMatchObject({ data: { a: "1" }, metadata: { name: "taken" } });
      expect(found?.inputs.metadata).not.toHaveProperty("uid");
    });
  });

  test("an object that comes before its namespace is made when that has come", async () => {
    const early = made(ground, types.configMap, settings("early", "later"));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await made(ground, types.namespace, { metadata: { name: "later" } });
    expect((await early).id).toBe("later/early");
  });

  test("a field that another owns is taken over only by force", async () => {
    const { inputs, id, values } = await made(ground, types.configMap, settings("contested"));
    await ground.cluster.api.merge("/api/v1/namespaces/default/configmaps/contested?fieldManager=rival", {
      data: { a: "theirs" },
    });
    const wanted = { ...inputs, data: { a: "ours" } };
    await expect(ground.plugin.update(types.configMap, id, wanted, { state: values })).rejects.toThrow(
      /conflict with "rival"[\s\S]*"pulumi.com\/patchForce": "true"/,
    );
    const annotations = { "pulumi.com/patchForce": "true" };
    const forced = { ...wanted, metadata: { name: "contested", namespace: "default", annotations } };
    expect(await ground.plugin.update(types.configMap, id, forced, { state: values })).toMatchObject({
      data: { a: "ours" },
    });
  });

  test("a custom resource is checked by the definition that the cluster has", async () => {
    const properties = { title: { type: "string" }, year: { type: "integer" } };
    const openAPIV3Schema = { type: "object", properties: { spec: { type: "object", properties } } };
    await ground.cluster.api.apply(
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/books.shelf.example",
      {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        metadata: { name: "books.shelf.example" },
        spec: {
          group: "shelf.example",
          scope: "Namespaced",
          names: { kind: "Book", plural: "books" },
          versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema } }],
        },
      },
    );
    const type = "kubernetes:shelf.example/v1:Book";
    const book = (spec: Properties) => ({ metadata: { name: "dune", namespace: "default" }, spec });
    await expect
      .poll(() => ground.plugin.check(type, book({ yaer: 1965 })).catch(() => undefined), { timeout: 10_000 })
      .toMatchObject({ failures: ['spec.yaer is not a field of Book.spec; did you mean "year"?'] });
    const { values } = await made(ground, type, book({ title: "Dune", year: 1965 }));
    expect(values).toMatchObject({ spec: { year: 1965 } });
  });
}
