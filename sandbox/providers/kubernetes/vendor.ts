import type { Properties } from "../framework/value.ts";
import type { Log, ResourceKind, Vendor } from "../framework/vendor.ts";
import { CustomKinds } from "./customKinds.ts";
import { objectKind } from "./object.ts";
import { checkConfig, diffConfig, settingsOf } from "./settings.ts";
import { gvkOf } from "./token.ts";

export const kubernetes: Vendor = {
  name: "kubernetes",
  version: "4.34.2",
  checkConfig,
  diffConfig,
  configure(config: Properties, log: Log) {
    const settings = settingsOf(config);
    const context = {
      settings,
      custom: new CustomKinds(),
      defaultNamespace: settings.namespace ?? "default",
      log,
    };
    const kinds = new Map<string, ResourceKind>();
    return (type) => {
      const kind = kinds.get(type) ?? objectKind(gvkOf(type), context);
      kinds.set(type, kind);
      return kind;
    };
  },
};
