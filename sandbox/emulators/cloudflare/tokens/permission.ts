import type { Policy, Token } from "./token.ts";

/** Which groups of permissions allow what is below a path: "Read" of it to look, "Write" of it for all else. */
const GUARDED: readonly [RegExp, string][] = [
  [/^\/(accounts|zones)\/[^/]+\/access\/(apps|policies)/, "Access: Apps and Policies"],
  [/^\/(accounts|zones)\/[^/]+\/access\/service_tokens/, "Access: Service Tokens"],
  [/^\/(accounts|zones)\/[^/]+\/access\//, "Access: Organizations, Identity Providers, and Groups"],
  [/^\/accounts\/[^/]+\/cfd_tunnel/, "Cloudflare Tunnel"],
  [/^\/accounts\/[^/]+\/r2/, "Workers R2 Storage"],
  [/^\/(accounts\/[^/]+|user)\/tokens/, "API Tokens"],
  [/^\/zones\/[^/]+\/dns_records/, "DNS"],
  [/^\/zones\/[^/]+\/settings/, "Zone Settings"],
  [/^\/zones\/[^/]+\/rulesets/, "Zone WAF"],
  [/^\/zones\/[^/]+/, "Zone"],
  [/^\/accounts\/[^/]+/, "Account Settings"],
];

/** Whether a token allows a request. A list of all zones or accounts is everybody's: it holds what the token may see. */
export function allows(token: Token, method: string, path: string): boolean {
  const [, permission] = GUARDED.find(([pattern]) => pattern.test(path)) ?? [];
  if (permission === undefined || /\/tokens\/verify$/.test(path)) return true;
  const names = [`${permission} Write`, ...(method === "GET" ? [`${permission} Read`] : [])];
  const [, level = "", id = ""] = path.split("/");
  const policies = token.policies.filter(
    (policy) => isAbout(policy, level, id) && (holdsAll(policy) || names.some((name) => holds(policy, name))),
  );
  return policies.length > 0 && policies.every(({ effect }) => effect === "allow");
}

/** Whether a token is about a zone at all. */
export function sees(token: Token, zone: string): boolean {
  return token.policies.some((policy) => isAbout(policy, "zones", zone));
}

function isAbout(policy: Policy, level: string, id: string): boolean {
  // One that a person made in the dashboard, for everything.
  if (holdsAll(policy)) return true;
  const account = "com.cloudflare.api.account";
  const names =
    level === "zones" ? [`${account}.zone.${id}`, `${account}.zone.*`] : [`${account}.${id}`, `${account}.*`];
  const nested = Object.values(policy.resources).flatMap((each) =>
    typeof each === "object" && each !== null ? Object.keys(each) : [],
  );
  return (
    level === "user" || [...Object.keys(policy.resources), ...nested].some((name) => names.includes(name))
  );
}

function holdsAll({ permission_groups }: Policy): boolean {
  return permission_groups.length === 0;
}

function holds({ permission_groups }: Policy, name: string): boolean {
  return permission_groups.some((group) => group.name === name);
}
