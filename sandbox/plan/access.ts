import type { Lab } from "../../components/lab/index.ts";
import { tokensOf } from "../../components/secrets/index.ts";
import type { Keys } from "./keys.ts";

export type Access =
  | { kubeconfig: string }
  | { docker: string }
  | { token: string; url: string; account?: string };

/** What a stack's config holds of a real lab: how its places are reached, and the tokens that others gave. */
export interface Given {
  access: Record<string, Access>;
  tokens: Record<string, string>;
  /** Of the data in a sandbox nobody is afraid. */
  protect: boolean;
}

/** A token for each service that asks for one: nobody else's, and good for nothing but to be handed on. */
export function tokensFor({ services, inventory }: Lab, keys: Keys): Record<string, string> {
  return Object.fromEntries(
    tokensOf(services, inventory).map((name) => [name, keys.hex(`token ${name}`, 40)]),
  );
}
