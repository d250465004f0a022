export { type K3sCluster, runK3s } from "./k3s.ts";
