export { deviceConf } from "./device.ts";
export { wireguardSetup } from "./server.ts";
