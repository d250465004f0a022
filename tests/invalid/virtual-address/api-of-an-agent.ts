import { named } from "../lab.ts";

export default named({ virtualAddresses: { names: { for: { api: "core" } } } });
