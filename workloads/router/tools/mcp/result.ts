import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";

/** What a model can read of a result; of the rest, only what it was. */
export function asText({ content, structuredContent }: CallToolResult): string {
  const parts = content.map((part) => {
    switch (part.type) {
      case "text":
        return part.text;
      case "resource":
        return "text" in part.resource ? part.resource.text : `(${part.resource.uri}: not text, not shown)`;
      case "resource_link":
        return `(${part.name}: ${part.uri})`;
      default:
        return `(${part.type} of type ${part.mimeType}: not shown)`;
    }
  });
  if (parts.length === 0 && structuredContent) return JSON.stringify(structuredContent);
  return parts.join("\n");
}
