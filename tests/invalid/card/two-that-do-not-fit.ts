import { lab, service } from "../lab.ts";

export default lab(
  service({ name: "llama", place: { docker: "desk", gpu: { vram: "10Gi" } } }),
  service({ name: "painter", ports: { http: 8081 }, place: { docker: "desk", gpu: { vram: "8Gi" } } }),
);
