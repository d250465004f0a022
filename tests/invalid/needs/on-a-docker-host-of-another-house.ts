import { lab, service, urlOf } from "../lab.ts";

export default lab(
  service({ place: { cluster: "brain" }, env: { OLLAMA: urlOf("ollama") } }),
  service({ name: "ollama", place: { docker: "desk" }, expose: { lan: true } }),
);
