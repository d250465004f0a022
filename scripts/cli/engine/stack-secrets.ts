import { readFileSync } from "node:fs";
import { ownSecret } from "../../../components/secrets/index.ts";
import type { SetupText } from "../../../components/setup/index.ts";
import { Stop } from "../exits.ts";
import { projectEngine } from "./project.ts";

type Part = Exclude<SetupText[number], string>;

/** The secrets of a stack: from its config, from its root secret, and from what vendors have made for it. */
export async function secretsOf(stack: string): Promise<(part: Part) => Promise<string>> {
  const engine = await projectEngine();
  const configFile = await engine.configFile(stack);
  const ask = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { run } = await import("../../setup/run.mjs");
    const words = [...args, "--json", "--show-secrets", "--stack", stack, "--non-interactive"];
    const { code, output, failure } = await run("pulumi", words, {
      cwd: engine.root,
      env: engine.environment,
    });
    if (code !== 0) throw new Stop(`the stack ${stack} cannot be opened: ${failure ?? output.trim()}`);
    // What the engine remarks comes before the document.
    return JSON.parse(output.slice(output.indexOf("{")));
  };
  const config = await ask("config", ...(configFile ? ["--config-file", configFile] : []));
  const setting = (name: string) => (config[`homelab:${name}`] as { value?: string } | undefined)?.value;
  const root =
    setting("rootSecret") ?? readFileSync(engine.environment.LAB_ROOT_SECRET_FILE ?? "", "utf8").trim();
  const tokens: Record<string, string> = JSON.parse(setting("tokens") ?? "{}");
  let kept: Promise<Record<string, string>> | undefined;

  return async (part) => {
    if ("owner" in part) return ownSecret(root, stack, part);
    if ("token" in part) return tokens[part.token] ?? missingToken(part.token, stack);
    kept ??= ask("stack", "output").then((outputs) => (outputs.kept ?? {}) as Record<string, string>);
    return (await kept)[part.kept] ?? notMadeYet(part.kept, stack);
  };
}

function missingToken(name: string, stack: string): never {
  throw new Stop(
    `the config of ${stack} has no token ${name}\n  fix: pulumi config set --secret -s ${stack} --path 'homelab:tokens.${name}'`,
  );
}

function notMadeYet(name: string, stack: string): never {
  throw new Stop(`${name} is made by \`npx lab up ${stack}\`, which has not run yet\n  fix: run it first`);
}
