import { lab, service } from "../lab.ts";

export default lab(
  service({ database: { on: "postgres" } }),
  service({
    name: "postgres",
    provides: "postgresql",
    place: { cluster: "brain" },
    expose: { tailnet: true },
  }),
);
