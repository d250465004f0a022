import { lab, service, share } from "../lab.ts";

export default lab(service({ volumes: { "/media": share("nas/medai") } }));
