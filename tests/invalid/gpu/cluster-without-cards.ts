import { inventory, service } from "../lab.ts";

export default inventory(
  { machines: { "brain-gpu": { gpu: undefined } } },
  service({ place: { cluster: "brain", gpu: { slices: 1 } } }),
);
