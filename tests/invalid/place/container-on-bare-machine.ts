import { lab, service } from "../lab.ts";

export default lab(service({ place: { machine: "nas" }, ports: {}, health: undefined }));
