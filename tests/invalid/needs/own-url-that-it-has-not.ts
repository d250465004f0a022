import { lab, ownUrl, service } from "../lab.ts";

export default lab(service({ expose: { lan: true }, env: { BASE_URL: ownUrl("public") } }));
