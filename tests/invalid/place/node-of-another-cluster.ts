import { lab, service } from "../lab.ts";

export default lab(service({ place: { cluster: "core", node: "brain-server" } }));
