import type { JsonObject } from "../../http/json.ts";
import { allowedTools } from "../allowed-tools.ts";
import { cannot } from "../cannot.ts";
import { object, text } from "../reading.ts";

export function toolsFor(body: JsonObject): JsonObject[] | undefined {
  const tools = allowedTools(body).map(({ tool, index }) => toolFor(tool, `tools[${index}]`));
  return tools.length > 0 ? tools : undefined;
}

function toolFor(tool: JsonObject, where: string): JsonObject {
  const described = object(tool.function);
  if (!described) {
    throw cannot(
      `${where}.type`,
      "only functions can be translated for Anthropic's API. Leave this tool out.",
    );
  }
  const { name, description, parameters, strict } = described;
  return {
    name,
    description: description ?? undefined,
    input_schema: { type: "object", ...(object(parameters) ?? { properties: {} }) },
    strict: strict === true ? true : undefined,
    cache_control: tool.cache_control ?? described.cache_control,
  };
}

export function toolChoiceFor(body: JsonObject): JsonObject | undefined {
  const asked = body.tool_choice ?? undefined;
  const alone = body.parallel_tool_calls === false ? { disable_parallel_tool_use: true } : {};
  if (asked === "none") return { type: "none" };
  if (asked === "required") return { type: "any", ...alone };
  if (asked === undefined || asked === "auto") {
    return asked || (body.parallel_tool_calls === false && toolsFor(body))
      ? { type: "auto", ...alone }
      : undefined;
  }
  const named = object(asked);
  if (named?.type === "function") return { type: "tool", name: text(object(named.function)?.name), ...alone };
  if (named?.type === "allowed_tools") {
    return { type: object(named.allowed_tools)?.mode === "required" ? "any" : "auto", ...alone };
  }
  throw cannot("tool_choice", 'expected "none", "auto", "required", a function or a list of allowed tools.');
}
