import { describe, expect, test } from "vitest";
import type { Inventory } from "../inventory/index.ts";
import { serviceNamed } from "../lab/index.ts";
import type { ServiceSpec } from "../service/index.ts";
import { chartService, connector, service, testInventory } from "../testing/index.ts";
import { machinesWith, namedLab } from "./testing/lab.ts";
import { planZones } from "./zones.ts";

function zone(name: string, lab = namedLab()) {
  const found = planZones(lab).find((each) => each.name === name);
  if (!found) throw new Error(`no zone ${name}`);
  return found;
}

/** What a name leads to. */
function answers(name: string, lab = namedLab(), of = "home"): string[] {
  return zone(of, lab)
    .records.filter((each) => each.name === name)
    .map(({ type, value }) => `${type} ${value}`);
}

describe("the zone of the house", () => {
  test("has every machine at the address where those who ask can reach it", () => {
    expect(answers("desk")).toEqual(["A 192.168.1.99"]);
    expect(answers("brain-server")).toEqual(["A 100.64.0.30"]);
  });

  test("leaves out what has no such address, and says why", () => {
    expect(answers("brain-gpu")).toEqual([]);
    expect(zone("home").leftOut).toContainEqual({
      name: "brain-gpu",
      because: "has no fixed address in the tailnet, and is brain-gpu.tail1234.ts.net there",
    });
  });

  test("leads a service to every node of its ingress, or to the one address that they share", () => {
    const web = [service({ expose: { lan: true } })];
    expect(answers("web", namedLab(web))).toEqual(["A 192.168.1.20", "A 192.168.1.21", "A 192.168.1.22"]);
    const shared = {
      about: "shared",
      address: "192.168.1.80",
      for: { ingress: "core" },
      machines: ["core-server", "core-gpu"],
    };
    expect(answers("web", namedLab(web, { virtualAddresses: { shared } }))).toEqual(["A 192.168.1.80"]);
  });

  test("finds a service of another house over the tailnet", () => {
    const clusters: Record<string, object> = testInventory.clusters ?? {};
    const lab = namedLab([service({ place: { cluster: "brain" }, expose: { lan: true } })], {
      clusters: { ...clusters, brain: { ...clusters.brain, ingress: "traefik" } },
    });
    expect(answers("web", lab)).toEqual(["A 100.64.0.30"]);
  });

  test("has no name for a service that is not on the LAN, is archived, or answers at a port of its machine", () => {
    const lab = namedLab([
      service({ expose: { tailnet: true } }),
      service({ name: "old", lifecycle: "archive", expose: { lan: true } }),
      service({ name: "port", place: { docker: "desk" }, expose: { lan: true } }),
    ]);
    expect(["web", "old", "port"].flatMap((name) => answers(name, lab))).toEqual([]);
  });

  test("is the same whatever needs what", () => {
    const [one, other] = [
      service({ expose: { lan: true } }),
      service({ name: "api", expose: { lan: true } }),
    ];
    const bound = namedLab([{ ...one, needs: ["api"] }, other]);
    expect(zone("home", bound)).toEqual(zone("home", namedLab([one, other])));
  });

  test("has the names that somebody declared, and aliases", () => {
    expect(answers("printer")).toEqual(["A 192.168.1.60"]);
    expect(answers("files")).toEqual(["CNAME nas"]);
  });
});

describe("the way back", () => {
  test("leads from an address to its machine", () => {
    expect(answers("99", namedLab(), "1.168.192.in-addr.arpa")).toEqual(["PTR desk.home."]);
    expect(answers("53", namedLab(), "1.168.192.in-addr.arpa")).toEqual(["PTR names.home."]);
  });

  test("is known for the site of the name servers alone: another may use the same addresses", () => {
    expect(planZones(namedLab()).map(({ name }) => name)).toEqual(["home", "1.168.192.in-addr.arpa"]);
  });

  test("is a zone for each 256 addresses that are used, however large the network is", () => {
    const { sites } = testInventory;
    const lab = namedLab([], {
      sites: { ...sites, house: { ...sites.house, networks: { lan: { cidr: "192.168.0.0/17" } } } },
      machines: machinesWith({ desk: { lan: "192.168.77.99" } }),
    });
    expect(planZones(lab).map(({ name }) => name)).toEqual([
      "home",
      "1.168.192.in-addr.arpa",
      "77.168.192.in-addr.arpa",
    ]);
  });
});

describe("a public name", () => {
  const issuer = chartService({ provides: "certificates", secrets: { token: { editsZone: "example.com" } } });
  const isAnswered = (...services: ServiceSpec[]) =>
    planZones(namedLab([...services, connector()])).some(({ name }) => name === "rpz.invalid");
  const shown = { public: { access: "admin" } } as const;

  test("is answered inside where the ingress of the house answers for it", () => {
    expect(isAnswered(service({ expose: { ...shown, lan: true } }), issuer)).toBe(true);
  });

  test("leads through the tunnel where the house is not shown it, or nobody can prove that it is ours", () => {
    expect(isAnswered(service({ expose: shown }), issuer)).toBe(false);
    expect(isAnswered(service({ expose: { ...shown, lan: true } }))).toBe(false);
  });

  test("leads through the tunnel to another house, where only the tailnet knows another way", () => {
    const clusters: Record<string, object> = testInventory.clusters ?? {};
    const place = { cluster: "brain" };
    const lab = namedLab(
      [
        service({ place, expose: { ...shown, lan: true } }),
        { ...issuer, place, secrets: { token: { editsZone: "example.org" } } },
        { ...connector(), place },
      ],
      { clusters: { ...clusters, brain: { ...clusters.brain, ingress: "traefik" } } },
    );
    expect(serviceNamed(lab, "web").urls.public).toBe("https://web.example.org");
    expect(planZones(lab).map(({ name }) => name)).not.toContain("rpz.invalid");
  });
});

test("a lab without name servers has no zones", () => {
  const lab = namedLab();
  const inventory: Inventory = { ...lab.inventory, dns: undefined };
  expect(planZones({ ...lab, inventory })).toEqual([]);
});
