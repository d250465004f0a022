import { keepGolden } from "./golden.ts";

keepGolden("gaming-pc");
