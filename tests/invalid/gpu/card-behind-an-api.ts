import { inventory, service } from "../lab.ts";

export default inventory(
  { machines: { "brain-gpu": { gpu: { sharing: { mode: "lan", sharers: undefined } } } } },
  service({ place: { cluster: "brain", node: "brain-gpu", gpu: { slices: 1 } } }),
);
