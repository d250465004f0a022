import { OPEN_TO_ALL } from "../../../components/edge/open.ts";
import type { Resource } from "../../resource.ts";
import type { ResourceRule, StackRule } from "../../rule.ts";
import { look } from "../../said.ts";
import { scopes } from "../../scope.ts";
import type { Stack } from "../../stack.ts";

interface Ingress {
  hostname?: string;
  service: string;
  originRequest?: { access?: { required?: boolean; audTags?: string[] } };
}

/** The ways in from the world. */
export const tunnels: (ResourceRule | StackRule)[] = [
  {
    id: "access-decision",
    title: "Every name that the world can ask for has an Access application, or is declared to be open.",
    sources: ["cloudflared#1169"],
    reason: "a name that somebody forgot is open to everybody, and is found within hours",
    fix: 'say expose: { public: { access: "admin" | "plex-users" | "public" } } where the service is declared',
    severity: "critical",
    scope: scopes.tunnelConfigs,
    survey: (stack) => {
      const guarded = guardedIn(stack);
      const open = openIn(stack);
      return ofIngresses(stack, ({ hostname }) => {
        if (hostname === undefined || guarded.has(hostname) || open.has(hostname)) return undefined;
        return `shows ${hostname}, for which nothing says who may enter`;
      });
    },
  },
  {
    id: "origin-access",
    title: "A tunnel hands on only what Access has marked.",
    sources: ["cloudflared#1169"],
    reason: "an application that is removed or misspelt would open the name to everybody",
    fix: "set originRequest.access with required, the team's name and the audience of the application",
    severity: "high",
    scope: scopes.tunnelConfigs,
    survey: (stack) => {
      const guarded = guardedIn(stack);
      return ofIngresses(stack, ({ hostname, originRequest }) => {
        if (hostname === undefined || !guarded.has(hostname)) return undefined;
        const { required, audTags = [] } = originRequest?.access ?? {};
        // How many there are is enough: which audience it is, only Cloudflare knows before the update.
        return (
          (required !== true || audTags.length === 0) &&
          `hands on what asks for ${hostname} without a look at its mark`
        );
      });
    },
  },
  {
    id: "tunnel-catch-all",
    title: "What fits no name of a tunnel reaches nothing.",
    sources: ["CF catch-all-rule"],
    reason: "whoever points a name of his own at the tunnel would reach what the last rule leads to",
    fix: 'end the rules with { service: "http_status:404" }, without a hostname',
    severity: "high",
    scope: scopes.tunnelConfigs,
    check: ({ props }) => {
      const last: Ingress | undefined = props.config?.ingresses?.at(-1);
      const closes = last && last.hostname === undefined && /^http_status:4\d\d$/.test(last.service);
      return !closes && "does not end with a rule that refuses everything else";
    },
  },
  {
    id: "one-tunnel-config",
    title: "One resource writes the rules of a tunnel.",
    sources: ["terraform-provider-cloudflare#5791"],
    reason: "each writer undoes what the other wrote",
    fix: "put all names of the tunnel into one configuration",
    severity: "high",
    scope: scopes.tunnelConfigs,
    survey: (stack) => {
      const writers = new Map<string, string>();
      return stack.of(scopes.tunnelConfigs).map((on) => ({
        on,
        says: look(() => {
          const writer = writers.get(on.props.tunnelId);
          writers.set(on.props.tunnelId, writer ?? on.name);
          return writer && `writes the rules of a tunnel that ${writer} writes too`;
        }),
      }));
    },
  },
];

function ofIngresses(stack: Stack, check: (ingress: Ingress) => string | false | undefined) {
  return stack.of(scopes.tunnelConfigs).map((on) => ({
    on,
    says: look(() => (on.props.config?.ingresses ?? []).map((each: Ingress) => look(() => check(each)))),
  }));
}

/** The names in front of which Access stands. */
function guardedIn(stack: Stack): Set<string> {
  return new Set(stack.of(scopes.applications).flatMap(domainsOf));
}

function domainsOf({ props }: Resource): string[] {
  const destinations: { uri?: string }[] = props.destinations ?? [];
  return [props.domain, ...(props.selfHostedDomains ?? []), ...destinations.map(({ uri }) => uri)].filter(
    Boolean,
  );
}

/** A record says for people that its name is open, because somebody declared it. */
function openIn(stack: Stack): Set<string> {
  const records = stack.of(scopes.dnsRecords);
  return new Set(
    records.filter(({ props }) => props.comment?.endsWith(OPEN_TO_ALL)).map(({ props }) => props.name),
  );
}
