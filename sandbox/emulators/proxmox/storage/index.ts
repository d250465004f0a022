export { storageEffects } from "./effects.ts";
export { storageHandlers } from "./handlers.ts";
export { writeOverSsh } from "./ssh.ts";
export { storagesOnNode } from "./status.ts";
export {
  nodesOf,
  plantStorages,
  poolsOfStorage,
  type Storage,
  storageNamed,
  storagesOf,
} from "./storages.ts";
export { allocate, copied, release, volumeNamed, volumesOn } from "./volume.ts";
