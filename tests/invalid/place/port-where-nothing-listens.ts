import { lab } from "../lab.ts";

export default lab({
  name: "ollama",
  about: "runs on the desk by itself",
  lifecycle: "production",
  place: { machine: "desk" },
  ports: { http: 11435 },
});
