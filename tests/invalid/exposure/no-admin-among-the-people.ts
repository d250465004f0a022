import { connector } from "../../../components/testing/index.ts";
import { inventory, service } from "../lab.ts";

export default inventory(
  { people: { owner: { groups: ["plex-users"] } } },
  service({ expose: { public: { access: "admin" } } }),
  connector(),
);
