import { lab, service } from "../lab.ts";

export default lab(
  service({ name: "ollama", place: { docker: "desk" }, expose: { lan: true } }),
  service({ name: "webui", place: { docker: "desk" }, expose: { lan: true } }),
);
