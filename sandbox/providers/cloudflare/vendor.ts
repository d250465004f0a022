import { changesBetween } from "../framework/changes.ts";
import { Refusal } from "../framework/refusal.ts";
import { suggestion } from "../framework/suggestion.ts";
import type { Vendor } from "../framework/vendor.ts";
import { functions } from "./functions/index.ts";
import { kinds } from "./kinds/index.ts";
import { apiOf, checkConfig, config } from "./settings.ts";

export const cloudflare: Vendor = {
  name: "cloudflare",
  version: "6.22.1",
  config,
  checkConfig,
  diffConfig: (before, after) => ({ changes: changesBetween(before, after) }),
  configure: (given) => known("type", kinds(apiOf(given))),
  functions: (given) => known("function", functions(apiOf(given))),
};

/** Looks one up by its token; a token that nobody knows is met with the nearest one. */
function known<Kind>(what: string, all: Readonly<Record<string, Kind>>): (token: string) => Kind {
  return (token) => {
    const found = all[token];
    if (found === undefined)
      throw new Refusal(
        `the stand-in for cloudflare has no ${what} ${token}; ${suggestion(token, Object.keys(all))}`,
      );
    return found;
  };
}
