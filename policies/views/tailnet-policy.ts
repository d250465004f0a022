import { parse } from "jsonc-parser";
import type { Resource } from "../resource.ts";

/** Of a tailnet's policy, what the rules ask of it. */
export interface TailnetPolicy {
  grants?: { src: string[]; dst: string[]; ip?: string[] }[];
  acls?: { src: string[]; dst: string[]; proto?: string }[];
  ssh?: { action: string; src: string[]; dst: string[]; users: string[] }[];
  tests?: { src: string; proto?: string; accept?: string[]; deny?: string[] }[];
}

/** One line that lets somebody in somewhere, in the newer form or in the older one. */
export interface Opening {
  src: string[];
  dst: string[];
  ports: string[];
}

/** Its makers write it as JSON with comments and trailing commas. */
export function readPolicy({ props }: Resource): TailnetPolicy {
  return parse(props.acl ?? "{}", [], { allowTrailingComma: true }) ?? {};
}

export function openingsOf({ grants = [], acls = [] }: TailnetPolicy): Opening[] {
  return [
    ...grants.map(({ src, dst, ip = [] }) => ({ src, dst, ports: ip })),
    ...acls.map(({ src, dst }) => ({
      src,
      dst: dst.map((each) => each.replace(/:[^:]*$/, "")),
      ports: dst.map((each) => each.slice(each.lastIndexOf(":") + 1)),
    })),
  ];
}
