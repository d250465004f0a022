import { inventory } from "../lab.ts";

export default inventory({ clusters: { brain: { pods: "10.42.128.0/17" } } });
