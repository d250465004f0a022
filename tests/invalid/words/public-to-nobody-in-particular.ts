import { lab, untyped } from "../lab.ts";

/** Who may enter is a decision; none is a forgotten one. */
export default lab(untyped({ expose: { public: {} } }));
