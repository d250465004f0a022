import { inventory } from "../lab.ts";

export default inventory({ machines: { "core-gpu": { image: "debian-13" } } });
