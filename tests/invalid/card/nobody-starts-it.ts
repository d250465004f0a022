import { lab, service } from "../lab.ts";

export default lab(service({ place: { docker: "desk", gpu: { vram: "8Gi" } }, start: "on demand" }));
