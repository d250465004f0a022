export { type Passed, type SiteSettings, siteConf } from "./site-conf.ts";
