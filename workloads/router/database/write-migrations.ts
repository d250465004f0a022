import { writeFileSync } from "node:fs";
import { migrationsModule } from "./migrations-module.ts";

writeFileSync(new URL("migrations.ts", import.meta.url), migrationsModule());
