import { lab, service } from "../lab.ts";

export default lab(
  ...["tdarr", "unmanic", "jellyfin", "frigate"].map((name) =>
    service({ name, place: { cluster: "brain", node: "brain-gpu", gpu: { slices: 1 } } }),
  ),
);
