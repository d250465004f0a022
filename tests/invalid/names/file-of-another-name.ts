import { inFiles, service } from "../lab.ts";

export default inFiles({ "services/apps/website.ts": service() });
