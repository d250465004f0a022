import type { Lab } from "../../../components/lab/index.ts";
import type { Entry } from "../../../components/rotation/index.ts";
import { deriveSecret } from "../../../components/secrets/index.ts";
import type { OpenSecrets } from "../engine/stack-config.ts";

/**
 * The value of a secret, in this generation or an earlier one: those that follow from the root, and those that were given.
 * What a vendor makes, and what was not given yet, has none.
 */
export function valueKept(
  { id, kind, token, length, generation }: Entry,
  { name: lab }: Pick<Lab, "name">,
  { root, tokens }: Pick<OpenSecrets, "root" | "tokens">,
  before = 0,
): string | undefined {
  if (kind === "given") return token && before === 0 ? tokens[token] : undefined;
  if (kind === "made" || length === undefined) return undefined;
  const slash = id.lastIndexOf("/");
  const [service, name] = [id.slice(0, slash), id.slice(slash + 1)];
  return deriveSecret(root, { lab, service, name, generation: generation - before, length });
}
