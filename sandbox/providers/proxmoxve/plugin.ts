import { serve } from "../framework/serve.ts";
import { proxmoxve } from "./vendor.ts";

serve(proxmoxve);
