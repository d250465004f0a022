/** What tests ask about and are answered, in each API's words: the weather of a city, and the time. */

export const chatTools = [
  {
    type: "function" as const,
    function: {
      name: "weather",
      description: "Of a city",
      parameters: { type: "object", properties: { city: { type: "string" } } },
    },
  },
  { type: "function" as const, function: { name: "clock", parameters: { type: "object", properties: {} } } },
];

export const chatCalls = [
  {
    id: "toolu_1",
    type: "function",
    function: { name: "weather", arguments: '{"city":"Köln","days":[1,2]}' },
  },
  { id: "toolu_2", type: "function", function: { name: "clock", arguments: "{}" } },
];

export const messagesTools = [
  {
    name: "weather",
    description: "Of a city",
    input_schema: { type: "object" as const, properties: { city: { type: "string" } } },
  },
  { name: "clock", input_schema: { type: "object" as const } },
];

export const messagesContent = [
  { type: "thinking", thinking: "Both, then.", signature: "" },
  { type: "text", text: "Let me see." },
  { type: "tool_use", id: "call_1", name: "weather", input: { city: "Köln", days: [1, 2] } },
  { type: "tool_use", id: "call_2", name: "clock", input: {} },
];

export const responsesTools = [
  {
    type: "function" as const,
    name: "weather",
    strict: true,
    parameters: { type: "object", properties: { city: { type: "string" } } },
  },
  { type: "function" as const, name: "clock", strict: false, parameters: { type: "object", properties: {} } },
];
