import { inventory, service } from "../lab.ts";

export default inventory(
  {
    machines: {
      "brain-server": { gpu: { model: "GTX 1650", vram: "4Gi", sharing: { mode: "slices", count: 2 } } },
    },
  },
  ...["immich", "frigate", "jellyfin"].map((name) =>
    service({ name, place: { cluster: "brain", gpu: { slices: 2 } } }),
  ),
);
