import { lab, service } from "../lab.ts";

export default lab(service({ env: { ADMIN_PASSWORD: "correct-horse" } }));
