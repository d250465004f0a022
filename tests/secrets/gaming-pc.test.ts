import { keepRegister } from "./register.ts";

keepRegister("gaming-pc");
