import { lab, untyped } from "../lab.ts";

export default lab(untyped({ expose: { public: { access: "family" } } }));
