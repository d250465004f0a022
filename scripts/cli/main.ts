import { Command } from "commander";
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

const commands = [
  "start",
  "preview",
  "up",
  "drift",
  "verify",
  "refresh",
  "destroy",
  "services",
  "urls",
  "policies",
  "graph",
  "docs",
  "inventory",
  "ca",
  "capacity",
  "drill",
  "script",
  "restore",
  "render",
  "secrets",
  "pr",
  "touched",
  "image",
  "wireguard",
  "kubeconfig",
  "sandbox",
  "doctor",
  "env",
];
// Only the one that is asked for: to load them all takes a second, and most of them need little.
const asked = commands.filter((name) => name === process.argv[2]);
for (const name of asked.length > 0 ? asked : commands) {
  const { register }: { register(program: Command): void } = await import(`./commands/${name}.ts`);
  register(program);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}
