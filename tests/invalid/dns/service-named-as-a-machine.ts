import { named, service } from "../lab.ts";

export default named({}, service({ name: "desk", expose: { lan: true } }));
