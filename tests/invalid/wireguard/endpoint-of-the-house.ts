import { wired } from "../lab.ts";

export default wired({ endpoint: "home" });
