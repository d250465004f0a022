import { inventory } from "../lab.ts";

export default inventory({ people: { owner: { email: "owner at example.com" } } });
