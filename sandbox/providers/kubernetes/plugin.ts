import { serve } from "../framework/serve.ts";
import { kubernetes } from "./vendor.ts";

serve(kubernetes);
