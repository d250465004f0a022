import { inventory, service } from "../lab.ts";

export default inventory(
  { machines: { desk: { gpu: { sharing: { mode: "free", sharers: 2 } } } } },
  ...["ollama", "whisper", "comfyui"].map((name) => service({ name, place: { docker: "desk", gpu: true } })),
);
