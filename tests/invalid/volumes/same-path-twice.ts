import { claim, lab, service } from "../lab.ts";

export default lab(service({ volumes: { "/etc/web": claim("1Gi") }, files: { "/etc/web/": "hello" } }));
