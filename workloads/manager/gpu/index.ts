export { foreignOf } from "./foreign.ts";
export { type Gpu, gpuFrom } from "./gpu.ts";
export type { Reading } from "./reading.ts";
