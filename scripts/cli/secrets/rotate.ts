import type { Lab } from "../../../components/lab/index.ts";
import {
  type Entry,
  planReturn,
  planRotation,
  type RotationPlan,
  registerOf,
  type Wanted,
} from "../../../components/rotation/index.ts";
import { rotationsOf } from "../../../stacks/rotations.ts";
import { type OpenSecrets, StackConfig } from "../engine/stack-config.ts";
import { exits, Stop } from "../exits.ts";
import { note, say } from "../log.ts";
import { hasCredentials, writeCredentials } from "./credentials.ts";
import { standardInput } from "./input.ts";
import { writeRotations } from "./rotations.ts";

/** Another one of each secret that is wanted; nothing of it is in use before the next update. */
export async function rotate(lab: Lab, wanted: Wanted): Promise<void> {
  const plan = planRotation(registerOf(lab), rotationsOf(lab.name), wanted, new Date());
  if (plan.turned.length === 0) return note(`${lab.name}: nothing is due.`);
  const config = await StackConfig.of(lab.name);
  const token = givenAmong(plan.turned);
  if (token) await exchange(config, token, await standardInput(token));
  await write(lab, plan, config);
  say(`Until then the old ones are in use. If a new one does not work: npx lab secrets rotate --back <name>`);
  if (token)
    say(
      `Once ${token} works: npx lab secrets rotate --done ${token}, and revoke the old one where it came from.`,
    );
}

/** The one before again: derived anew from its number, or taken from where it was kept. */
export async function rotateBack(lab: Lab, names: string[]): Promise<void> {
  const plan = planReturn(registerOf(lab), rotationsOf(lab.name), names, new Date());
  const config = await StackConfig.of(lab.name);
  const token = givenAmong(plan.turned);
  if (token) {
    const { tokensBefore } = await config.secrets();
    await config.keep(`tokens.${token}`, before(token, tokensBefore));
    await config.forget(`tokensBefore.${token}`);
  }
  await write(lab, plan, config);
}

/** The new one works: nobody needs the old one any more. */
export async function rotateDone(lab: Lab, names: string[]): Promise<void> {
  const config = await StackConfig.of(lab.name);
  const { tokensBefore } = await config.secrets();
  for (const name of names) {
    before(name, tokensBefore);
    await config.forget(`tokensBefore.${name}`);
    say(`${lab.name}: the ${name} of before is forgotten.`);
  }
}

async function exchange(config: StackConfig, token: string, value: string): Promise<void> {
  const { tokens, tokensBefore }: OpenSecrets = await config.secrets();
  const old = tokens[token];
  if (old === value) throw new Stop(`${token} is this one already: nothing was changed`, exits.usage);
  // Of two trials in a row the first one's predecessor is the one that is known to work.
  if (old !== undefined && tokensBefore[token] === undefined) await config.keep(`tokensBefore.${token}`, old);
  await config.keep(`tokens.${token}`, value);
}

async function write(
  { name, ...lab }: Lab,
  { rotations, turned, restarts }: RotationPlan,
  config: StackConfig,
) {
  writeRotations(name, rotations);
  const after = { ...lab, name, services: lab.services.map((each) => withRotations(each, rotations)) };
  if (hasCredentials(name)) await writeCredentials(after, await config.secrets());
  say(`${name}: another ${turned.map(({ id }) => id).join(", ")}`);
  say(`These start again at the next update: ${restarts.join(", ")}`);
  say(`Apply it: npx lab up ${name}`);
}

function withRotations(service: Lab["services"][number], rotations: RotationPlan["rotations"]) {
  const own = Object.entries(rotations).filter(([id]) => id.startsWith(`${service.name}/`));
  const rotated = own.map(([id, { times }]) => [id.slice(service.name.length + 1), times]);
  return { ...service, rotated: Object.fromEntries(rotated) };
}

/** Of what was given, one at a time: one value comes in by standard input. */
function givenAmong(turned: Entry[]): string | undefined {
  const tokens = [
    ...new Set(turned.flatMap(({ kind, token }) => (kind === "given" && token ? [token] : []))),
  ];
  if (tokens.length > 1)
    throw new Stop(`${tokens.join(" and ")} were given by others: exchange them one by one`, exits.usage);
  return tokens[0];
}

function before(token: string, tokensBefore: Record<string, string>): string {
  const old = tokensBefore[token];
  if (old === undefined) throw new Stop(`nothing is kept of a ${token} before this one`, exits.usage);
  return old;
}
