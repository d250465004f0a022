import { lab, service } from "../lab.ts";

export default lab(service({ place: { docker: "desk" }, files: { "/etc/web.yaml": "port: 80" } }));
