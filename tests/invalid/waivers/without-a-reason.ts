import { lab, service } from "../lab.ts";

export default lab(service({ waive: { "root-user": { because: "root", until: "2027-06-30" } } }));
