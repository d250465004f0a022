import { lab, service } from "../lab.ts";

const onCard = (slices: number) => ({ cluster: "core", node: "core-gpu", gpu: { slices } });

export default lab(
  service({ name: "immich", place: onCard(1) }),
  service({ name: "frigate", place: onCard(2) }),
  service({ name: "jellyfin", place: onCard(2) }),
);
