import { lab, secretValue, service } from "../lab.ts";

export default lab(service({ env: { GITHUB_TOKEN: secretValue("ghp_AbCdEf0123456789") } }));
