import { expect, test } from "vitest";
import { type Ground, made, types } from "./ground.ts";

export function patches(ground: Ground): void {
  test("a patch owns the fields that it names, and gives back no more than those", async () => {
    const path = "/api/v1/namespaces/default/configmaps/patched";
    const metadata = { name: "patched", namespace: "default" };
    await made(ground, types.configMap, { metadata, data: { theirs: "1" } });
    const type = `${types.configMap}Patch`;
    const patch = await made(ground, type, { metadata, data: { ours: "2" } });
    expect(await ground.cluster.api.get(path)).toMatchObject({ data: { theirs: "1", ours: "2" } });
    const inputs = { ...patch.inputs, data: { ours: "3" } };
    await ground.plugin.update(type, patch.id, inputs, { state: patch.values });
    expect(await ground.cluster.api.get(path)).toMatchObject({ data: { theirs: "1", ours: "3" } });
    await ground.plugin.remove(type, patch.id, inputs, patch.values);
    expect((await ground.cluster.api.get(path)).data).toEqual({ theirs: "1" });
  });

  test("a patch has to say of what", async () => {
    const { failures } = await ground.plugin.check(`${types.configMap}Patch`, { data: { a: "1" } });
    expect(failures).toEqual(["metadata.name is required in ConfigMapPatch"]);
  });
}
