import { lab, service } from "../lab.ts";

export default lab(service({ env: { "LOG-LEVEL": "debug" } }));
