import { named } from "../lab.ts";

export default named({ dns: { names: { files: { alias: "nsa" } } } });
