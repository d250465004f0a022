import type { Kind } from "../kind.ts";
import { part } from "../words.ts";

/** One of a list: it is found below the list's path by the property that is its id. */
export function listed(path: string, key: string): Pick<Kind, "id" | "named" | "list" | "one"> {
  return {
    id: (inputs) => String(inputs[key]),
    named: (id) => ({ [key]: id }),
    list: () => path,
    one: (inputs) => `${path}/${part(inputs[key])}`,
  };
}
