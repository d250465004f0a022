import { lab, service } from "../lab.ts";

export default lab(
  service({
    place: { machine: "desk" },
    ports: { http: 11434 },
    image: undefined,
    resources: undefined,
    user: undefined,
    health: undefined,
    program: "greeter",
  }),
);
