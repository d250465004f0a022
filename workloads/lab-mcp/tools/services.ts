import * as z from "zod";
import type { Catalogue, LabService } from "../catalogue/index.ts";
import { service } from "./inputs.ts";
import { type Tool, tool } from "./tool.ts";

/** What is declared: it is so, whether or not it works. */
export function serviceTools(catalogue: Catalogue): Tool[] {
  return [
    tool({
      name: "list_services",
      about: "All services of the lab, a line for each: its name, where it runs and what it is for.",
      input: {
        group: z.string().max(100).optional().describe("Only those of this group, such as media."),
        text: z.string().max(100).optional().describe("Only those whose name or purpose holds this."),
      },
      run: ({ group, text }) => {
        const found = catalogue.services.filter(
          (each) => (group === undefined || each.group === group) && holds(each, text),
        );
        const groups = [...new Set(catalogue.services.map((each) => each.group))].sort();
        return [
          `${found.length} of ${catalogue.services.length} services of ${catalogue.name}. Groups: ${groups.join(", ")}.`,
          ...found.map(({ name, group: its, cluster, machines, about }) => {
            const where = cluster ?? machines.join(", ");
            return `${name} (${its}${where && `, on ${where}`}): ${about}`;
          }),
        ].join("\n");
      },
    }),
    tool({
      name: "describe_service",
      about:
        "What is declared of one service: where it may run, what it needs, who needs it, what it asks for.",
      input: { service },
      run: ({ service: name }) => {
        const { handle, ...told } = catalogue.named(name);
        const neededBy = catalogue.services.flatMap((each) => (each.needs.includes(name) ? [each.name] : []));
        return { ...told, neededBy, mayBeRestarted: handle !== undefined, copiesAtMost: handle?.most };
      },
    }),
  ];
}

function holds({ name, about }: LabService, text = ""): boolean {
  return `${name} ${about}`.toLowerCase().includes(text.toLowerCase());
}
