import type { Catalogue } from "../catalogue/index.ts";
import type { Homebrain } from "../peers/index.ts";
import { service } from "./inputs.ts";
import { type Tool, tool } from "./tool.ts";

export function healthTools(homebrain: Homebrain, catalogue: Catalogue): Tool[] {
  return [
    tool({
      name: "lab_health",
      about:
        "How the lab is: what is down, since when and for whose sake, or how one service is and was. Ask this first when something does not work.",
      input: { service: service.optional() },
      run: ({ service: name }) =>
        name === undefined ? homebrain.lab() : homebrain.service(catalogue.named(name).name),
    }),
  ];
}
