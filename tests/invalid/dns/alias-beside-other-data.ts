import { named } from "../lab.ts";

export default named({ dns: { names: { desk: { alias: "nas" } } } });
