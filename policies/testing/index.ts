export { violationsOf } from "./judge.ts";
export { container, cronJob, pod, remoteImage, UNKNOWN, workload } from "./resources.ts";
