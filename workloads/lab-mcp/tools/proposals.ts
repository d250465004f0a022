import * as z from "zod";
import type { Actions, Deed, Told } from "../actions/index.ts";
import type { Deeds } from "../cluster/index.ts";
import { service } from "./inputs.ts";
import { type Tool, tool } from "./tool.ts";

const reason = z
  .string()
  .min(10)
  .max(500)
  .describe("Why, for the person who decides: what was seen, and what it should change.");

const TOLD = 20;

interface Proposing {
  actions: Actions;
  deeds: Pick<Deeds, "check">;
  /** Where people approve. */
  page: string | undefined;
}

/** Nothing here does anything: it asks a person. */
export function proposalTools({ actions, deeds, page }: Proposing): Tool[] {
  const propose = async (deed: Deed, by: string, why: string) => {
    deeds.check(deed);
    const { id, sentence, expires } = await actions.propose(deed, { by, reason: why });
    const until = new Date(expires).toISOString();
    return `Proposed, and not done: ${sentence}. A person may approve it until ${until}${page ? ` at ${page}` : ""}. It is ${id}; list_actions tells what becomes of it.`;
  };
  return [
    tool({
      name: "propose_restart",
      about:
        "Asks a person to let a service be restarted, one pod after the other. Nothing is done before they approve.",
      input: { service, reason },
      proposes: true,
      run: ({ service: name, reason: why }, caller) => propose({ do: "restart", service: name }, caller, why),
    }),
    tool({
      name: "propose_scale",
      about:
        "Asks a person to let a service run in so many copies; 0 stops it. Nothing is done before they approve.",
      input: { service, copies: z.int().min(0).max(100), reason },
      proposes: true,
      run: ({ service: name, copies, reason: why }, caller) =>
        propose({ do: "scale", service: name, copies }, caller, why),
    }),
    tool({
      name: "list_actions",
      about: "What was proposed lately, and what became of it.",
      input: {},
      run: () => {
        const all = actions.all.slice(0, TOLD);
        return all.length === 0 ? "Nothing was proposed yet." : all.map(lineOf).join("\n");
      },
    }),
  ];
}

function lineOf({ id, at, by, sentence, state, decided, ended }: Told): string {
  const who = decided ? `, ${decided.is} by ${decided.by}` : "";
  const note = ended ? `: ${ended.note}` : "";
  return `${new Date(at).toISOString()} ${id} ${sentence}, asked by ${by}${who}; ${state}${note}`;
}
