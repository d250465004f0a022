import { lab, service } from "../lab.ts";

export default lab(
  service({ expose: { lan: true } }),
  service({ name: "blog", expose: { lan: { host: "web" } } }),
);
