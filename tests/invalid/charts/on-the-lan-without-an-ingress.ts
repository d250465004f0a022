import { chartService, lab } from "../lab.ts";

export default lab(chartService({ place: { cluster: "brain" }, ports: { http: 80 }, expose: { lan: true } }));
