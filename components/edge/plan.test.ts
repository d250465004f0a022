import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ServiceSpec, secretValue, zoneToken } from "../service/index.ts";
import { connector, labWith, service } from "../testing/index.ts";
import { planEdge } from "./plan.ts";

const PRODUCTION = ["production"];
const connectors = [connector("core"), connector("brain")];

function planned(...services: ServiceSpec[]) {
  return planEdge(labWith(...services, ...connectors), PRODUCTION);
}

describe("an edge", () => {
  test("shows each public service at the port that people mean, under its cluster's domain", () => {
    const photos = service({
      name: "photos",
      place: { cluster: "brain" },
      ports: { metrics: 9090, http: 2283 },
      expose: { public: { access: "plex-users", host: "bilder", programs: ["phones"] } },
    });
    expect(planned(photos, service()).tunnels).toEqual([
      {
        cluster: "brain",
        entries: [
          {
            service: "photos",
            host: "bilder.example.org",
            zone: "example.org",
            origin: "http://photos.apps.svc:2283",
            access: "plex-users",
            programs: ["phones"],
          },
        ],
      },
    ]);
  });

  test("shows nothing that is not deployed", () => {
    const draft = service({ lifecycle: "experimental", expose: { public: { access: "public" } } });
    expect(planned(draft)).toMatchObject({ tunnels: [], groups: {} });
    expect(planEdge(labWith(draft, ...connectors), ["production", "experimental"]).tunnels).toHaveLength(1);
  });

  test("knows the people of the groups that are let in, and of no other", () => {
    const plan = planned(service({ expose: { public: { access: "admin" } } }));
    expect(plan.groups).toEqual({ admin: ["owner@example.com"] });
  });

  test("has a token made for a zone where somebody asks for one", () => {
    const ddns = service({ secrets: { dns: zoneToken("example.org") }, env: { TOKEN: secretValue("dns") } });
    expect(planned(ddns).zones).toEqual([
      { name: "example.com", token: false },
      { name: "example.org", token: true },
    ]);
  });
});

test("whatever is shown: each name leads to one tunnel, of its own cluster, and whoever may enter is somebody", () => {
  const shown = fc.record({
    cluster: fc.constantFrom("core", "brain"),
    access: fc.constantFrom("admin", "plex-users", "public", undefined),
    lifecycle: fc.constantFrom("production", "experimental", "archive"),
  });
  fc.assert(
    fc.property(fc.array(shown, { maxLength: 8 }), (all) => {
      const services = all.map(({ cluster, access, lifecycle }, at) =>
        service({
          name: `s${at}`,
          lifecycle,
          place: { cluster },
          resources: { cpu: "10m", memory: "32Mi..64Mi" },
          expose: access ? { public: { access } } : {},
        } as Partial<ServiceSpec>),
      );
      const { tunnels, groups } = planned(...services);
      const entries = tunnels.flatMap((tunnel) => tunnel.entries);
      const wanted = all.filter(({ access, lifecycle }) => access && lifecycle === "production");
      expect(entries).toHaveLength(wanted.length);
      for (const { entries: own } of tunnels)
        expect(own.map(({ host }) => host)).toEqual(own.map(({ host }) => host).sort());
      expect(new Set(entries.map(({ host }) => host)).size).toBe(entries.length);
      for (const { cluster, entries: own } of tunnels)
        expect(own.map(({ zone }) => zone)).toEqual(
          own.map(() => (cluster === "core" ? "example.com" : "example.org")),
        );
      for (const { access } of entries)
        if (access !== "public") expect(groups[access]?.length).toBeGreaterThan(0);
    }),
  );
});
