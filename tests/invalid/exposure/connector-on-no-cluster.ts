import { connector } from "../../../components/testing/index.ts";
import { lab } from "../lab.ts";

export default lab({ ...connector(), place: { docker: "desk" }, env: {} });
