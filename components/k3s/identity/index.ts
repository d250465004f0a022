export { type ClusterIdentity, identityOf } from "./identity.ts";
