import { type Inventory, vmsOf } from "../inventory/index.ts";
import type { Problem } from "../refusal.ts";

/** A token that others gave us, by its name in the config, where no service holds it: a machine does. */
export interface GivenToken {
  token: string;
}

/** The tokens that machines ask for. */
export function tokensOfMachines(
  inventory: Pick<Inventory, "machines">,
): { machine: string; token: string }[] {
  return vmsOf(inventory).flatMap(([machine, { githubRunners, setup }]) => {
    const files = Object.values(setup?.files ?? {});
    return [
      ...(githubRunners ? [githubRunners.token] : []),
      ...files.flatMap((file) => (typeof file === "string" ? [] : [file.fromConfig])),
    ].map((token) => ({ machine, token }));
  });
}

export function missingTokensOfMachines(inventory: Pick<Inventory, "machines">, known: string[]): Problem[] {
  return tokensOfMachines(inventory)
    .filter(({ token }) => !known.includes(token))
    .map(({ machine, token }) => ({
      where: `the setup of ${machine}`,
      what: `${machine} wants the token ${token}, which the stack's config does not have.`,
      fix: `pulumi config set --secret --path 'homelab:tokens.${token}'`,
    }));
}
