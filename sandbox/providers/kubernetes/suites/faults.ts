import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Plugin } from "../../testing/plugin.ts";
import { deployment, type Ground, made, types } from "./ground.ts";
import { TroubledWay } from "./troubled-way.ts";

/** What comes between, and must not be seen in the end. */
export function faults(ground: Ground): void {
  let way: TroubledWay;
  let plugin: Plugin;
  const settings = (name: string) => ({ metadata: { name, namespace: "default" }, data: { a: "1" } });
  const make = (...[type, given]: [string, ReturnType<typeof deployment>]) =>
    made({ ...ground, plugin }, type, given, { timeout: 20 });

  describe("on a troubled way", () => {
    beforeAll(async () => {
      way = await TroubledWay.to(ground.cluster.kubeconfig);
      plugin = await Plugin.start("kubernetes");
      await plugin.configure({ kubeconfig: way.kubeconfig });
    });
    afterAll(async () => {
      await plugin?.stop();
      way?.close();
    });

    test("an API server that is busy or ill for a moment is asked again", async () => {
      way.troubles = [
        { to: /^POST .*configmaps/, answer: 429, retryAfter: 0 },
        { to: /^POST .*configmaps/, answer: 503 },
      ];
      const { id, inputs, values } = await make(types.configMap, settings("busy"));
      expect(id).toBe("default/busy");
      way.troubles = [
        { to: /^GET .*busy/, answer: 500 },
        { to: /^PATCH .*busy/, answer: 500 },
        { to: /^PATCH .*force/, cut: true },
      ];
      const now = await plugin.update(
        types.configMap,
        id,
        { ...inputs, data: { a: "2" } },
        { state: values },
      );
      expect(now).toMatchObject({ data: { a: "2" } });
      expect(way.troubles).toEqual([]);
    });

    test("an object whose creation was never answered is made once, and found again", async () => {
      way.troubles = [{ to: /^POST .*configmaps/, cut: true }];
      const { values } = await make(types.configMap, settings("unanswered"));
      expect(values).toMatchObject({ data: { a: "1" } });
      expect(way.seen.filter((each) => each.startsWith("POST") && each.includes("configmaps"))).toHaveLength(
        4,
      );
    });

    test("what is waited for is waited for across a watch that breaks", async () => {
      const given = deployment("patient", {}, { replicas: 0 });
      await make(types.deployment, given);
      const annotations = { "pulumi.com/waitFor": "jsonpath={.data.door}=open" };
      const metadata = { name: "patient", namespace: "default", annotations };
      const waiting = make(types.configMap, { metadata, data: { door: "closed" } });
      const path = "/api/v1/namespaces/default/configmaps/patient";
      await expect.poll(() => way.seen.some((each) => /configmaps\?watch/.test(each))).toBe(true);
      way.troubles = [{ to: /configmaps\?watch/, answer: 500 }];
      way.breakStreams();
      await ground.cluster.api.merge(path, { data: { door: "open" } });
      expect((await waiting).values).toMatchObject({ data: { door: "open" } });
    });
  });
}
