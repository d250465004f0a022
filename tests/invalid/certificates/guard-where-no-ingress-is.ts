import { lab, service } from "../lab.ts";

export default lab(service({ place: { cluster: "brain" }, expose: { lan: { guard: "admin" } } }));
