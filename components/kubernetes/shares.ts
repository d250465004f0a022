import type {
  IPersistentVolume,
  IPersistentVolumeClaim,
  IPersistentVolumeClaimSpec,
  IPersistentVolumeSpec,
} from "kubernetes-models/v1";
import { type Offer, sharesOf } from "../inventory/index.ts";
import { addressOf, type Lab } from "../lab/index.ts";
import { loginOf } from "../secrets/index.ts";
import type { Volume } from "../service/index.ts";
import type { ClusterService } from "./cluster-service.ts";
import { labelsOf, metadataOf } from "./labels.ts";
import type { Named, Plan, PlannedSecret } from "./manifest.ts";
import { nameOf, slug } from "./names.ts";
import { claimName } from "./volumes.ts";

type ShareVolume = Extract<Volume, { kind: "share" }>;

/** A file server has no such number, but a volume must have one, and a claim that asks for it. */
const NOMINAL = "1Ti";

/** Folders of file servers: for each a volume that only this service's claim can take, and that claim. */
export function planShares(service: ClusterService, lab: Lab): Plan {
  return Object.assign(
    {},
    ...Object.entries(service.volumes).map(([path, volume]) =>
      volume.kind === "share" ? planShare(service, lab, path, volume) : {},
    ),
  );
}

function planShare(service: ClusterService, lab: Lab, path: string, volume: ShareVolume): Plan {
  const part = slug(path);
  const name = claimName(service, path);
  const { login } = sharedAs(volume, lab);
  return {
    ...(login && { [`${part}-login`]: loginSecret(service, name, volume, login.user) }),
    [`${part}-volume`]: staticVolume(service, lab, name, volume),
    [`${part}-claim`]: claimOf(service, name, volume),
  };
}

function loginSecret(
  service: ClusterService,
  name: string,
  { share }: ShareVolume,
  user: string,
): Named<PlannedSecret> {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: metadataOf(service, loginName(name)),
    stringData: { username: [user], password: [{ secret: loginOf(share), of: service.name }] },
  };
}

function staticVolume(
  service: ClusterService,
  lab: Lab,
  name: string,
  volume: ShareVolume,
): Named<IPersistentVolume> {
  const { options } = sharedAs(volume, lab);
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, labels: labelsOf(service) },
    spec: {
      ...sourceOf(service, lab, name, volume),
      ...(options.length > 0 && { mountOptions: options }),
      capacity: { storage: NOMINAL },
      ...bound(volume),
      // The files are the server's, and outlive every claim.
      persistentVolumeReclaimPolicy: "Retain",
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace: service.namespace, name },
    },
  };
}

function claimOf(service: ClusterService, name: string, volume: ShareVolume): Named<IPersistentVolumeClaim> {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: metadataOf(service, name),
    spec: { ...bound(volume), volumeName: name, resources: { requests: { storage: NOMINAL } } },
  };
}

/** What a volume and its claim must agree on. The class is empty, not absent: the default one would make a disk. */
function bound({
  readOnly,
}: ShareVolume): Pick<IPersistentVolumeClaimSpec, "accessModes" | "storageClassName"> {
  return { accessModes: [readOnly ? "ReadOnlyMany" : "ReadWriteMany"], storageClassName: "" };
}

function sourceOf(
  service: ClusterService,
  lab: Lab,
  name: string,
  volume: ShareVolume,
): Pick<IPersistentVolumeSpec, "nfs" | "csi"> {
  const { protocol, path: root, login } = sharedAs(volume, lab);
  const { folder, readOnly } = volume;
  const server = addressOf(serverOf(volume), service.place, lab.inventory);
  if (!server) throw new Error(`${service.name} was checked to reach ${volume.share}, and does not`);
  const path = folder ? `${root}/${folder}` : root;
  if (protocol === "nfs") return { nfs: { server, path, readOnly } };
  const secret = { name: loginName(name), namespace: service.namespace };
  return {
    csi: {
      driver: "smb.csi.k8s.io",
      // The driver mounts each handle once on a node: two volumes of one handle would share one set of options.
      volumeHandle: name,
      readOnly,
      volumeAttributes: { source: `//${server}${path}` },
      ...(login && { nodeStageSecretRef: secret }),
    },
  };
}

function sharedAs(volume: ShareVolume, { inventory }: Lab): Offer {
  const offer = sharesOf(inventory)[volume.share];
  if (!offer) throw new Error(`${volume.share} was checked to be shared, and is not`);
  return offer;
}

function serverOf({ share }: ShareVolume): string {
  return share.split("/")[0] ?? "";
}

function loginName(volume: string): string {
  return nameOf(volume, "login");
}
