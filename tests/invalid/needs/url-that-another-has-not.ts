import { lab, ownUrlOf, service } from "../lab.ts";

export default lab(service({ env: { HOOKS: ownUrlOf("n8n", "public") } }), service({ name: "n8n" }));
