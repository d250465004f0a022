import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: ["./keys/table.ts", "./usage/table.ts", "./memory/table.ts", "./tools/table.ts"],
  out: "./database/migrations",
});
