import { serve } from "../framework/serve.ts";
import { cloudflare } from "./vendor.ts";

serve(cloudflare);
