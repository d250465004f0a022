import type { Lab } from "../../../components/lab/index.ts";
import { telling } from "../engine/difference.ts";
import type { KubeAddress } from "../engine/kube-object.ts";
import { StackConfig } from "../engine/stack-config.ts";
import type { Change } from "../engine/tally.ts";
import { Places } from "../verification/places.ts";
import { type Writer, writersOf } from "./managers.ts";

/** Who changed what is another now, by each resource's URN: asked of the clusters, which keep account of it. */
export async function writersIn(
  changed: Change[],
  lab: Lab,
  sandbox: boolean,
): Promise<Map<string, Writer[]>> {
  const asked = changed.flatMap(({ urn, address, diff }) =>
    address ? [{ urn, address, paths: telling(diff).map(({ path }) => path) }] : [],
  );
  if (asked.length === 0) return new Map();
  const config = await StackConfig.of(lab.name, sandbox);
  const places = new Places(lab, await config.settings(), config.environment);
  try {
    const found = await Promise.all(
      asked.map(
        async ({ urn, address, paths }) =>
          [urn, writersOf(await liveObject(address, places), paths)] as [string, Writer[]],
      ),
    );
    return new Map(found);
  } finally {
    places.close();
  }
}

/** Nothing, where nobody may look, or it went meanwhile: that it has drifted is known all the same. */
async function liveObject(address: KubeAddress, places: Places): Promise<unknown> {
  const { cluster, apiVersion, kind, namespace, name } = address;
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  try {
    const place = await places.of(cluster);
    const kinds = (await place.document?.(root)) as { resources?: { kind?: string; name?: string }[] };
    const plural = kinds.resources?.find((each) => each.kind === kind && !each.name?.includes("/"))?.name;
    const within = namespace ? `/namespaces/${namespace}` : "";
    return plural && (await place.document?.(`${root}${within}/${plural}/${name}`));
  } catch {
    return undefined;
  }
}
