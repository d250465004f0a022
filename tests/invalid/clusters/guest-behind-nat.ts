import { inventory } from "../lab.ts";

export default inventory({ clusters: { brain: { nodes: { "brain-gpu": { join: "lan" } } } } });
