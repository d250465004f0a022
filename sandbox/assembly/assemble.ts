import { mkdirSync } from "node:fs";
import type { Lab } from "../../components/lab/index.ts";
import { Authority, clusterPorts, etcdPorts, planControlPlane, planEtcd } from "../control-plane/index.ts";
import type { Folder } from "../folder.ts";
import { Ports } from "../parts/index.ts";
import { Keys, planApis } from "../plan/index.ts";
import type { Programs } from "../programs/index.ts";
import type { Assembly, SandboxCluster } from "./assembly.ts";
import { planEmulators } from "./emulators.ts";

/** Writes every file that a sandbox needs, and says what is to be run. */
export async function assemble(folder: Folder, labs: readonly Lab[], programs: Programs): Promise<Assembly> {
  const keys = new Keys(folder.secret());
  const authority = await Authority.open(folder.at("certificates"));
  const ports = new Ports(folder.at("ports.json"));
  const etcd = await planEtcd(await ports.group("etcd", etcdPorts), {
    folder: folder.path,
    programs,
    authority,
  });
  const clusters: SandboxCluster[] = [];
  for (const { name, lab } of clustersOf(labs)) {
    const home = folder.at("clusters", name);
    mkdirSync(home, { recursive: true });
    const plane = await planControlPlane(name, await ports.group(name, clusterPorts), {
      folder: home,
      programs,
      authority,
      etcd: { url: etcd.url, part: etcd.name },
    });
    clusters.push({ name, lab, plane });
  }
  const { part, apis, control } = await planEmulators(planApis(labs, keys), clusters, {
    folder,
    ports,
    authority,
    token: keys.hex("control", 64),
  });
  const planes = clusters.flatMap(({ plane }) => plane.parts);
  return { keys, clusters, apis, control, parts: [etcd, ...planes, part] };
}

function clustersOf(labs: readonly Lab[]): { name: string; lab: Lab }[] {
  return labs.flatMap((lab) => Object.keys(lab.inventory.clusters).map((name) => ({ name, lab })));
}
