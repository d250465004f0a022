import { lab, service } from "../lab.ts";

export default lab(
  service({
    place: { machine: "desk" },
    image: undefined,
    resources: undefined,
    health: undefined,
    user: undefined,
    ports: { http: 11434 },
    expose: { tailnet: true },
  }),
);
