import { lab, service } from "../lab.ts";

const place = { docker: "desk" };

export default lab(
  service({ name: "manager", place, ports: { http: 8090 }, provides: "models" }),
  service({ name: "llama", place: { ...place, gpu: { vram: "10Gi" } } }),
  service({
    name: "painter",
    place: { ...place, gpu: { vram: "8Gi" } },
    ports: { http: 8081 },
    start: "on demand",
  }),
);
