import { keepRegister } from "./register.ts";

keepRegister("homelab");
