import { lab, service, urlOf } from "../lab.ts";

export default lab(
  service({ env: { OLLAMA: urlOf("ollama") } }),
  service({ name: "ollama", place: { docker: "desk" } }),
);
