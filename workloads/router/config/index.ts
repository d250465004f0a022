export { LiveConfig } from "./live.ts";
export { ConfigFault, loadConfig, parseConfig } from "./load.ts";
export {
  type AliasConfig,
  type ManagerConfig,
  type ModelConfig,
  type Preference,
  type Privacy,
  type ProviderConfig,
  type RouterConfig,
  routerConfigSchema,
} from "./schema.ts";
