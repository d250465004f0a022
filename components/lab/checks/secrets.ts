import { keptOf } from "../../backup/index.ts";
import { nearest, suggestion } from "../../nearest.ts";
import type { Problem } from "../../refusal.ts";
import { referencesOf } from "../../service/index.ts";
import { isLive, type Lab, type Service } from "../lab.ts";
import { checkPlainText } from "./plaintext.ts";
import { problem } from "./problem.ts";

/** Every secret that is used is declared, every one that is declared is used, and none is written down. */
export function checkSecrets({ services, inventory }: Lab): Problem[] {
  const byName = new Map(services.map((each) => [each.name, each]));
  const used = new Set<string>();
  const undeclared = services.flatMap((service) =>
    secretsIn(service).flatMap(({ secret, of = service.name }) => {
      used.add(`${of}/${secret}`);
      const owner = byName.get(of);
      return owner && !held(owner).includes(secret) ? [unknownSecret(service, owner, secret)] : [];
    }),
  );
  const live = services.filter(isLive);
  return [
    ...undeclared,
    ...live.flatMap((service) =>
      Object.keys(service.secrets)
        .filter((name) => !used.has(`${service.name}/${name}`) && !isForIssuing(service, name))
        .map((name) => unused(service, name)),
    ),
    ...live.flatMap((service) => unknownZones(service, Object.keys(inventory.zones))),
    ...services.flatMap(checkPlainText),
  ];
}

/** By the token of a zone an issuer of certificates shows that the zone is ours; no value has to speak of it. */
function isForIssuing({ provides, secrets }: Service, name: string): boolean {
  const secret = secrets[name];
  return provides === "certificates" && secret !== undefined && "editsZone" in secret;
}

function secretsIn(service: Service): { secret: string; of?: string | undefined }[] {
  return referencesOf(service).flatMap((each) => ("secret" in each ? [each] : []));
}

/** Those that it declares, and those that come with what else it says. */
function held(service: Service): string[] {
  const { secrets, database, signIn, provides } = service;
  return [
    ...Object.keys(secrets),
    ...(database ? ["database"] : []),
    ...(signIn ? ["sign-in"] : []),
    ...(provides === "tunnel" ? ["tunnel"] : []),
    ...(keptOf(service) ? ["backup"] : []),
  ];
}

function unknownSecret(service: Service, owner: Service, name: string): Problem {
  const own = owner === service;
  const meant = nearest(name, held(owner));
  return problem(service, {
    what: `${service.name} uses the secret ${name}${own ? "" : ` of ${owner.name}`}, which is not declared there.`,
    facts: own ? [] : [`${owner.name}: ${owner.file}`],
    fix: `${meant ? `did you mean "${meant}"? If not, ` : ""}write secrets: { "${name}": generated() } in ${owner.file}`,
  });
}

function unused(service: Service, name: string): Problem {
  return problem(service, {
    what: `${service.name} declares the secret ${name}, which nothing uses.`,
    fix: `use it by secretValue("${name}"), or remove it`,
  });
}

function unknownZones(service: Service, zones: string[]): Problem[] {
  return Object.entries(service.secrets).flatMap(([name, secret]) =>
    "editsZone" in secret && !zones.includes(secret.editsZone)
      ? [
          problem(service, {
            what: `${service.name} asks by ${name} for a token to ${secret.editsZone}, which is not a zone of the inventory.`,
            fix: suggestion(secret.editsZone, zones),
          }),
        ]
      : [],
  );
}
