import { zoneToken } from "../../../components/service/index.ts";
import { lab, secretValue, service } from "../lab.ts";

export default lab(
  service({ secrets: { dns: zoneToken("example.net") }, env: { TOKEN: secretValue("dns") } }),
);
