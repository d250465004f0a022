import { contains, isPublic, type Network, overlaps, parseNetwork } from "./network.ts";
import { type Names, PolicyProblem } from "./problem.ts";
import { parseSelector, type Room, type Selector } from "./selector.ts";

/** One end of a connection: somebody's device, a tagged device, an address, or a service. */
export interface Party {
  user?: string;
  /** Of a group that has no members yet. */
  group?: string;
  tags: string[];
  service?: string;
  /** Where it is. Of somebody without a device, nothing is known. */
  networks: Network[];
}

/** Who is in the tailnet: a rule's names mean them. */
export interface Population {
  roles: ReadonlyMap<string, string>;
  devices: readonly { user: string; tags: string[]; addresses: string[] }[];
}

/** What a test may speak of: everything but the groups that the vendor makes. */
export const testable: Room = {
  kinds: ["user", "group", "tag", "service", "network"],
  autogroups: [],
};

export function partiesOf(text: string, names: Names, population: Population): Party[] {
  const selector = parseSelector(text, testable, names);
  switch (selector.is) {
    case "group": {
      const members = selector.members.map((login) => personOf(login, population));
      return members.length > 0 ? members : [{ group: selector.name, tags: [], networks: [] }];
    }
    case "user":
      return [personOf(selector.login, population)];
    case "tag": {
      const tagged = population.devices.filter(({ tags }) => tags.includes(selector.name));
      return [{ tags: [selector.name], networks: tagged.flatMap(networksOf) }];
    }
    case "service":
      return [{ tags: [], service: selector.name, networks: [] }];
    case "network":
      return selector.within.map((network) => placeOf(network, population));
    default:
      throw new PolicyProblem(`${JSON.stringify(text)} cannot be tested`);
  }
}

function personOf(login: string, { devices }: Population): Party {
  const user = login.toLowerCase();
  const own = devices.filter((device) => device.tags.length === 0 && device.user === user);
  return { user, tags: [], networks: own.flatMap(networksOf) };
}

/** An address is whoever has it. */
function placeOf(network: Network, { devices }: Population): Party {
  const device = devices.find((each) => networksOf(each).some((one) => contains(one, network)));
  if (!device) return { tags: [], networks: [network] };
  return device.tags.length > 0
    ? { tags: device.tags, networks: [network] }
    : { user: device.user, tags: [], networks: [network] };
}

function networksOf({ addresses }: { addresses: string[] }): Network[] {
  return addresses.flatMap((address) => parseNetwork(address) ?? []);
}

/** Whether a rule speaks of this party. "Self" is whoever asks. */
export function speaksOf(selector: Selector, party: Party, population: Population, self?: Party): boolean {
  switch (selector.is) {
    case "any":
      return true;
    case "user":
      return party.user === selector.login;
    case "domain":
      return party.user?.endsWith(`@${selector.domain}`) ?? false;
    case "group":
      return (
        party.group === selector.name ||
        selector.members.some((member) => member.toLowerCase() === party.user)
      );
    case "tag":
      return party.tags.includes(selector.name);
    case "service":
      return party.service === selector.name;
    case "network":
      return (
        party.networks.length > 0 &&
        party.networks.every(
          (network) =>
            selector.within.some((each) => contains(each, network)) &&
            !selector.without.some((each) => overlaps(each, network)),
        )
      );
    case "autogroup":
      return isOf(selector.name, party, population, self);
  }
}

function isOf(autogroup: string, party: Party, { roles }: Population, self?: Party): boolean {
  switch (autogroup) {
    case "danger-all":
      return true;
    case "member":
    case "members":
      return party.user !== undefined;
    case "tagged":
      return party.tags.length > 0;
    case "self":
      return party.user !== undefined && party.user === self?.user;
    case "internet":
      return party.networks.length > 0 && party.networks.every(isPublic);
    case "shared":
      return false;
    default:
      return party.user !== undefined && roles.get(party.user) === autogroup;
  }
}
