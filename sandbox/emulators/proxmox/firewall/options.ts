import { listItems } from "../api/formats.ts";
import { digestOf, type Handlers, type Section } from "../api/index.ts";
import { partsOf } from "./place.ts";

export function optionHandlers(path: string): Handlers {
  return {
    [`GET ${path}/options`]: (call) => {
      const { all } = partsOf<Section>("options", call, {});
      return { ...all, digest: digestOf(all) };
    },
    [`PUT ${path}/options`]: (call) => {
      const { node: _, vmid: __, delete: gone, digest: ___, ...given } = call.parameters;
      const { all, keep } = partsOf<Section>("options", call, {});
      const options = { ...all, ...given };
      for (const key of listItems(String(gone ?? ""))) delete options[key];
      keep(options);
      return null;
    },
  };
}
