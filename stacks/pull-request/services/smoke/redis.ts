import { redis as declared } from "../../../homelab/services/data/redis.ts";
import { disk, here } from "../../here.ts";

export const redis = here(declared, { volumes: { "/data": disk } });
