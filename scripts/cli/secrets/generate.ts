import { planBirths, registerOf } from "../../../components/rotation/index.ts";
import { labOf } from "../../../stacks/labs.ts";
import { rotationsFile, rotationsOf } from "../../../stacks/rotations.ts";
import { StackConfig } from "../engine/stack-config.ts";
import { note, say } from "../log.ts";
import { writeCredentials } from "./credentials.ts";
import { writeRotations } from "./rotations.ts";

/** Whatever a stack lacks of its secrets, as far as a machine can make it; the rest is asked for by name. */
export async function generate(stack: string): Promise<void> {
  const lab = await labOf(stack);
  const config = await StackConfig.of(stack);
  const secrets = await config.secrets();
  if (secrets.rootIsKept) note(`${stack}: its root secret is in the stack's config already, and stays.`);
  else {
    await config.keep("rootSecret", secrets.root);
    say(`${stack}: its root secret is kept in Pulumi.${stack}.yaml, encrypted: commit that file.`);
  }

  const register = registerOf(lab);
  writeRotations(stack, planBirths(register, rotationsOf(stack), new Date()));
  say(`${stack}: ${rotationsFile(stack)} says since when each secret is in use: commit that file, too.`);
  say(`${stack}: every value is in ${await writeCredentials(lab, secrets)}, which only you can read.`);

  const missing = new Set(register.flatMap(({ token }) => (token && !secrets.tokens[token] ? [token] : [])));
  for (const token of [...missing].sort())
    note(`${stack}: ${token} is for others to give: npx lab secrets rotate ${token} < file-with-it`);
}
