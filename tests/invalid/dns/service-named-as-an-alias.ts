import { named, service } from "../lab.ts";

export default named(
  { dns: { names: { files: { alias: "nas" } } } },
  service({ name: "files", expose: { lan: true } }),
);
