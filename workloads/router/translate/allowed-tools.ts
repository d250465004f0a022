import type { JsonObject } from "../http/json.ts";
import { object, objects, text } from "./reading.ts";

/** The tools that `tool_choice` leaves over. Few servers know a choice of several: there, the others are not shown. */
export function allowedTools(body: JsonObject): { tool: JsonObject; index: number }[] {
  const tools = objects(body.tools).map((tool, index) => ({ tool, index }));
  const choice = object(body.tool_choice);
  if (choice?.type !== "allowed_tools") return tools;
  // OpenAI's two APIs say the same in two forms.
  const names = new Set(objects(object(choice.allowed_tools)?.tools ?? choice.tools).map(nameOf));
  return tools.filter(({ tool }) => names.has(nameOf(tool)));
}

function nameOf(tool: JsonObject): string {
  return text(object(tool.function)?.name ?? tool.name);
}
