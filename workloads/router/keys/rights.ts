import { fits } from "../../kit/index.ts";
import { Fault } from "../http/fault.ts";
import type { Caller } from "./caller.ts";

export function mayUseModel({ models }: Caller, model: string): boolean {
  return models.some((pattern) => fits(pattern, model));
}

export function mayUseTool({ tools }: Caller, tool: string): boolean {
  return tools.some((pattern) => fits(pattern, tool));
}

/** Throws where the key has no right to the model, and says to which it has. */
export function requireModel(caller: Caller, model: string): void {
  if (mayUseModel(caller, model)) return;
  const may = caller.models.length > 0 ? `only ${caller.models.join(", ")}` : "none";
  throw new Fault({
    status: 403,
    kind: "permission",
    code: "model_not_allowed",
    param: "model",
    message: `The key "${caller.name}" may not use the model "${model}"; it may use ${may}.`,
  });
}
