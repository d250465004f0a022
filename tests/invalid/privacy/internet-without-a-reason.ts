import { lab, untyped } from "../lab.ts";

export default lab(untyped({ reach: { internet: true } }));
