import { describe, expect, test } from "vitest";
import { deployment, type Ground, made, types } from "./ground.ts";

/** How objects go. */
export function ends(ground: Ground): void {
  describe("an object that is deleted", () => {
    test("is gone with its Pods", async () => {
      const { id, inputs } = await made(ground, types.deployment, deployment("brief"));
      await ground.plugin.remove(types.deployment, id, inputs);
      const selector = encodeURIComponent("app=brief");
      expect(
        await ground.cluster.api.list(`/api/v1/namespaces/default/pods?labelSelector=${selector}`),
      ).toEqual([]);
    });

    test("leaves its Pods where the program says so", async () => {
      const given = deployment("orphaned");
      const annotations = { "pulumi.com/deletionPropagationPolicy": "orphan" };
      given.metadata = { name: "orphaned", namespace: "default", annotations };
      const { id, inputs } = await made(ground, types.deployment, given);
      await ground.plugin.remove(types.deployment, id, inputs);
      const selector = encodeURIComponent("app=orphaned");
      expect(
        await ground.cluster.api.list(`/api/v1/namespaces/default/pods?labelSelector=${selector}`),
      ).toHaveLength(1);
    });

    test("is waited for, and who holds it is told", async () => {
      const annotations = { "pulumi.com/timeoutSeconds": "1" };
      const metadata = { name: "held", namespace: "default", finalizers: ["lab.example/hold"], annotations };
      const { id, inputs } = await made(ground, types.configMap, { metadata });
      await expect(ground.plugin.remove(types.configMap, id, inputs)).rejects.toThrow(
        "default/held is asked to go, and still there: held by lab.example/hold",
      );
      await ground.cluster.api.merge("/api/v1/namespaces/default/configmaps/held", {
        metadata: { finalizers: null },
      });
      await ground.plugin.remove(types.configMap, id, inputs);
    });

    test("may be gone already, and its kind with it", async () => {
      await ground.plugin.remove(types.configMap, "default/never", {});
      await ground.plugin.remove("kubernetes:nobody.example/v1:Thing", "default/never", {});
    });
  });
}
