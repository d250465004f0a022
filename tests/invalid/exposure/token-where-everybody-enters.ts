import { connector } from "../../../components/testing/index.ts";
import { lab, service } from "../lab.ts";

export default lab(service({ expose: { public: { access: "public", programs: ["phones"] } } }), connector());
