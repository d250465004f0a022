import { inventory, service } from "../lab.ts";

export default inventory({ machines: { desk: { docker: false } } }, service({ place: { docker: "desk" } }));
