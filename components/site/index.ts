export { type Passed, siteConf } from "./site-conf.ts";
