import { Command } from "commander";
import { register as ca } from "./commands/ca.ts";
import { register as capacity } from "./commands/capacity.ts";
import { register as destroy } from "./commands/destroy.ts";
import { register as docs } from "./commands/docs.ts";
import { register as doctor } from "./commands/doctor.ts";
import { register as drift } from "./commands/drift.ts";
import { register as drill } from "./commands/drill.ts";
import { register as env } from "./commands/env.ts";
import { register as graph } from "./commands/graph.ts";
import { register as inventory } from "./commands/inventory.ts";
import { register as preview } from "./commands/preview.ts";
import { register as refresh } from "./commands/refresh.ts";
import { register as sandbox } from "./commands/sandbox.ts";
import { register as script } from "./commands/script.ts";
import { register as secrets } from "./commands/secrets.ts";
import { register as services } from "./commands/services.ts";
import { register as start } from "./commands/start.ts";
import { register as up } from "./commands/up.ts";
import { register as urls } from "./commands/urls.ts";
import { register as wireguard } from "./commands/wireguard.ts";
import { exitHelp } from "./exits.ts";
import { explain } from "./explain.ts";

// A reader that has seen enough, as in `lab urls | head -1`, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const program = new Command("lab")
  .description("The whole homelab: look at it, preview it, change it.")
  .helpOption("-h, --help", "how to use it")
  .helpCommand(false)
  .enablePositionalOptions()
  .addHelpText("after", exitHelp)
  .showHelpAfterError("(lab --help lists everything)")
  .exitOverride();

for (const register of [
  start,
  preview,
  up,
  drift,
  refresh,
  destroy,
  services,
  urls,
  graph,
  docs,
  inventory,
  ca,
  capacity,
  drill,
  script,
  secrets,
  wireguard,
  sandbox,
  doctor,
  env,
]) {
  register(program);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}
