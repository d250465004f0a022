import { serve } from "../framework/serve.ts";
import { docker } from "./vendor.ts";

serve(docker);
