import { createHash } from "node:crypto";

const LONGEST = 64;

/**
 * What a server's tool is called towards a model: `mcp__github__create_issue`. MCP allows names that OpenAI's and
 * Anthropic's APIs refuse; a hash keeps two of them apart that would become the same.
 */
export function offeredName(server: string, tool: string): string {
  const plain = `mcp__${server}__${tool.replace(/[^a-zA-Z0-9_-]/g, "_")}`;
  if (plain.length <= LONGEST && plain.endsWith(`__${tool}`)) return plain;
  const hash = createHash("sha256").update(tool).digest("hex").slice(0, 8);
  return `${plain.slice(0, LONGEST - hash.length - 1)}_${hash}`;
}

export function prefixOf(server: string): string {
  return `mcp__${server}__`;
}
