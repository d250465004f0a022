import type { JsonObject } from "../../http/json.ts";
import { cannot } from "../cannot.ts";

export function toolsFor(tools: JsonObject[]): JsonObject[] | undefined {
  return tools.length > 0 ? tools.map((tool, index) => toolFor(tool, `tools[${index}]`)) : undefined;
}

function toolFor(tool: JsonObject, where: string): JsonObject {
  if (tool.type && tool.type !== "custom") {
    throw cannot(
      `${where}.type`,
      `"${tool.type}" is known to Anthropic's models alone. Leave it out, or choose one of them.`,
    );
  }
  const { name, description, input_schema, strict, cache_control } = tool;
  return {
    type: "function",
    function: {
      name,
      description: description ?? undefined,
      parameters: input_schema ?? { type: "object", properties: {} },
      strict: strict ?? undefined,
    },
    cache_control: cache_control ?? undefined,
  };
}

export function toolChoiceFor(choice: JsonObject | undefined): JsonObject {
  if (!choice) return {};
  const parallel_tool_calls = choice.disable_parallel_tool_use === true ? false : undefined;
  switch (choice.type) {
    case "auto":
    case "none":
      return { tool_choice: choice.type, parallel_tool_calls };
    case "any":
      return { tool_choice: "required", parallel_tool_calls };
    case "tool":
      return { tool_choice: { type: "function", function: { name: choice.name } }, parallel_tool_calls };
    default:
      throw cannot("tool_choice.type", 'expected "auto", "any", "tool" or "none".');
  }
}
