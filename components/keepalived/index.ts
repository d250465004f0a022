export { keepalivedSetup } from "./setup.ts";
