import { lab, service } from "../lab.ts";

export default lab(service({ expose: { lan: true, port: "htpp" } }));
