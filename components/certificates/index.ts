export { certify, type Request } from "./certificate.ts";
export { type HostIdentity, hostIdentity } from "./host.ts";
export { type ClusterAuthority, clusterAuthority, houseRoot } from "./house.ts";
export { type Key, keyFrom } from "./key.ts";
export { type RsaKey, rsaKeyFrom } from "./rsa-key.ts";
export { type SealingPair, sealingPair } from "./sealing.ts";
