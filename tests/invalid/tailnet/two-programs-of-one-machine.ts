import { inventory, service } from "../lab.ts";

const program = (name: string, port: number) =>
  service({
    name,
    place: { machine: "core-server" },
    image: undefined,
    resources: undefined,
    health: undefined,
    user: undefined,
    ports: { http: port },
    expose: { tailnet: true },
  });

export default inventory(
  { machines: { "core-server": { listens: { one: 8013, other: 8014 } } } },
  program("one", 8013),
  program("other", 8014),
);
