import { lab, untyped } from "../lab.ts";

export default lab(untyped({ env: { WORKERS: 4 } }));
