import { organizationOf } from "./access/organization.ts";
import { digest, hexId, now } from "./ids.ts";
import type { CloudflareSeed } from "./seed.ts";
import { madeToken } from "./tokens/token.ts";
import type { World } from "./world.ts";
import { madeZone } from "./zones/zone.ts";

/** Puts there what the seed names and the store has not yet: ids are made once. */
export function plant(world: World, seed: CloudflareSeed): void {
  const account = accountNamed(world, seed);
  plantUser(world, seed.user?.email ?? "owner@example.com");
  for (const { id, name, plan } of seed.zones) {
    if (world.zones.all().some((zone) => zone.name === name)) continue;
    const zone = madeZone({ id: id ?? hexId(), name, account, plan: plan ?? "free" });
    // A domain that one has had for long: its registrar has known the name servers for as long.
    world.zones.put(zone.id, { ...zone, status: "active", activated_on: zone.created_on });
  }
  for (const { name, value } of seed.tokens) {
    const hash = digest(value);
    if (world.tokens.all().some((token) => token.hash === hash)) continue;
    const token = madeToken({ name, hash, policies: [everything(account.id)], owner: "user" });
    world.tokens.put(token.id, token);
  }
  if (seed.account.team !== undefined && !world.organizations.has(account.id))
    world.organizations.put(account.id, organizationOf(seed.account.team));
}

function accountNamed(world: World, { account: { id, name } }: CloudflareSeed) {
  const there = world.accounts
    .all()
    .find((account) => (id === undefined ? account.name === name : account.id === id));
  if (there) return there;
  const account = { id: id ?? hexId(), name, created_on: now("microseconds") };
  return world.accounts.put(account.id, account);
}

function plantUser(world: World, email: string): void {
  if (world.users.all().length > 0) return;
  const user = { id: hexId(), email, created_on: now("microseconds") };
  world.users.put(user.id, user);
}

function everything(account: string) {
  const resources = { [`com.cloudflare.api.account.${account}`]: "*" };
  return { id: hexId(), effect: "allow" as const, resources, permission_groups: [] };
}
