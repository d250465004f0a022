import { scratch } from "../../../../components/service/index.ts";
import { postgres as declared } from "../../../homelab/services/data/postgres.ts";
import { disk, here } from "../../here.ts";

export const postgres = here(declared, {
  volumes: {
    "/var/lib/postgresql": disk,
    "/var/run/postgresql": scratch("16Mi"),
    "/dev/shm": scratch("256Mi", { memory: true }),
  },
});
