import { lab, service } from "../lab.ts";

export default lab(service({ place: { cluster: "brain" }, reach: { machines: ["pve"] } }));
