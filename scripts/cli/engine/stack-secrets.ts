import { ownSecret } from "../../../components/secrets/index.ts";
import type { SetupText } from "../../../components/setup/index.ts";
import { Stop } from "../exits.ts";
import { StackConfig } from "./stack-config.ts";

type Part = Exclude<SetupText[number], string>;

/** The secrets of a stack: from its config, from its root secret, and from what vendors have made for it. */
export async function secretsOf(stack: string): Promise<(part: Part) => Promise<string>> {
  const config = await StackConfig.of(stack);
  const { root, tokens } = await config.secrets();
  let kept: Promise<Record<string, string>> | undefined;

  return async (part) => {
    if ("owner" in part) return ownSecret(root, stack, part);
    if ("token" in part) return tokens[part.token] ?? missingToken(part.token, stack);
    kept ??= config.kept();
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
