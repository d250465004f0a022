export { TestCluster } from "./cluster.ts";
export { testPrograms } from "./programs.ts";
