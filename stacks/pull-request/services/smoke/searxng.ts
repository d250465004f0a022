import { searxng as declared } from "../../../homelab/services/ai/searxng.ts";
import { here } from "../../here.ts";

export const searxng = here(declared, {
  env: { ...declared.env, SEARXNG_BASE_URL: "http://searxng.smoke.svc:8080" },
});
