import { defineService } from "../../../../components/service/index.ts";

/** Pictures on akula-prime's RTX 5080, as its owner runs it; here is only where it answers. */
export const comfyuiLan = defineService({
  name: "comfyui-lan",
  about: "Pictures and video on the RTX 5080, over the LAN",
  lifecycle: "production",
  place: { machine: "akula-prime" },
  ports: { http: 8188 },
  expose: { lan: true },
});
