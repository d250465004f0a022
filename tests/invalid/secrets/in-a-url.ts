import { lab, service } from "../lab.ts";

export default lab(service({ env: { DATABASE: "postgres://web:correct-horse@db/web" } }));
