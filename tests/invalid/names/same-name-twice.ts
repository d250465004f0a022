import { inFiles, service } from "../lab.ts";

export default inFiles({ "services/apps/web.ts": service(), "services/media/web.ts": service() });
