import { connector } from "../../../components/testing/index.ts";
import { inventory, service } from "../lab.ts";

export default inventory(
  { people: { owner: { groups: ["admin"] } } },
  service({ expose: { public: { access: "plex-users" } } }),
  connector(),
);
