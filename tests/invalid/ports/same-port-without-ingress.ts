import { lab, service } from "../lab.ts";

export default lab(
  service({ name: "jellyfin", place: { cluster: "brain" }, expose: { lan: true } }),
  service({ name: "immich", place: { cluster: "brain" }, expose: { lan: true } }),
);
