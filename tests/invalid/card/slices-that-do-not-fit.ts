import { lab, service } from "../lab.ts";

const place = { cluster: "core", node: "core-gpu" };

export default lab(
  service({ name: "llama", place: { ...place, gpu: { slices: 1, vram: "20Gi" } } }),
  service({ name: "painter", place: { ...place, gpu: { slices: 1, vram: "6Gi" } } }),
);
