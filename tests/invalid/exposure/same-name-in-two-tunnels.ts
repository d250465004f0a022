import { connector } from "../../../components/testing/index.ts";
import { inventory, service } from "../lab.ts";

export default inventory(
  { clusters: { brain: { domain: "example.com" } } },
  service({ expose: { public: { access: "public" } } }),
  service({
    name: "blog",
    place: { cluster: "brain" },
    expose: { public: { access: "public", host: "web" } },
  }),
  connector("core"),
  connector("brain"),
);
