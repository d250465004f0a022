import { wired } from "../lab.ts";

export default wired({ server: "core-amr" });
