import { builtPrograms, ensurePrograms, type Programs } from "../programs/index.ts";

/** The programs of a control plane; the first test that needs them builds them. */
export async function testPrograms(): Promise<Programs> {
  return builtPrograms() ?? (await ensurePrograms({ update() {}, done() {}, fail() {} }));
}
