import { keepGolden } from "./golden.ts";

keepGolden("homelab");
