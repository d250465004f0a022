import { serve } from "../framework/serve.ts";
import { tailscale } from "./vendor.ts";

serve(tailscale);
