export { McpServer } from "./server.ts";
