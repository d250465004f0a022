import { generated, lab, secretValue, service } from "../lab.ts";

export default lab(service({ secrets: { password: generated(8) }, args: [secretValue("password")] }));
