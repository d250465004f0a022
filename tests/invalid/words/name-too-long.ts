import { lab, service } from "../lab.ts";

export default lab(service({ name: "a-service-whose-name-is-a-whole-sentence-and-then-some" }));
