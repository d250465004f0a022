import { describe, expect, test } from "vitest";
import { readLab, serviceNamed } from "../lab/index.ts";
import type { ServiceSpec } from "../service/index.ts";
import { share } from "../service/index.ts";
import { inGroup, labWith, service, testInventory } from "../testing/index.ts";
import { planPolicy } from "./policy.ts";
import { tailnetSetup } from "./setup.ts";

const far = service({ name: "far", place: { cluster: "brain" }, expose: { tailnet: true } });
const desk = service({
  name: "ollama",
  place: { machine: "desk" },
  image: undefined,
  resources: undefined,
  health: undefined,
  user: undefined,
  ports: { http: 11434 },
});

/** Every way that is open, as `src dst traffic`. */
function waysIn(...services: ServiceSpec[]): string[] {
  const { grants } = planPolicy(labWith(...services));
  return grants.flatMap(({ src, dst, ip }) =>
    src.flatMap((from) => dst.flatMap((to) => ip.map((traffic) => `${from} ${to} ${traffic}`))),
  );
}

function added(before: string[], after: string[]): string[] {
  return after.filter((way) => !before.includes(way));
}

describe("a way is open", () => {
  test("to every machine for admins, by SSH and to what else it offers", () => {
    const ways = waysIn();
    for (const machine of ["core-server", "brain-server", "brain-gpu", "desk", "nas"])
      expect(ways).toContain(`group:admin tag:${machine} tcp:22`);
    expect(ways).toEqual(
      expect.arrayContaining([
        "group:admin tag:core-server tcp:6443",
        "group:admin tag:nas tcp:5001",
        "group:admin tag:desk tcp:11434",
      ]),
    );
    expect(ways.filter((way) => way.startsWith("group:plex-users"))).toEqual([]);
  });

  test("between the nodes of a cluster that one of them joins over the tailnet, and of no other", () => {
    const nodes = ["tag:brain-gpu", "tag:brain-server"];
    const ways = waysIn().filter((way) => !way.startsWith("group:"));
    expect(new Set(ways)).toEqual(
      new Set(
        nodes.flatMap((from) => [
          `${from} tag:brain-server tcp:6443`,
          ...nodes.flatMap((to) =>
            ["tcp:10250", "tcp:5001", "udp:8472"].map((traffic) => `${from} ${to} ${traffic}`),
          ),
        ]),
      ),
    );
  });

  test("to a service for admins alone, until it says who else may enter", () => {
    expect(added(waysIn(), waysIn(far))).toEqual(["group:admin tag:far tcp:443"]);
  });

  test("from the nodes of one house to a service of another that one of theirs needs", () => {
    const needing = service({ place: { cluster: "core", node: "core-server" }, needs: ["far"] });
    const before = waysIn(far, { ...needing, needs: [] });
    expect(added(before, waysIn(far, needing))).toEqual(["tag:core-server tag:far tcp:443"]);
  });

  test("to a program on a machine, from another house and not from its own", () => {
    const ways = (cluster: string, node: string) =>
      added(waysIn(desk), waysIn(desk, service({ place: { cluster, node }, needs: ["ollama"] })));
    expect(ways("brain", "brain-gpu")).toEqual(["tag:brain-gpu tag:desk tcp:11434"]);
    expect(ways("core", "core-server")).toEqual([]);
  });

  test("to a share of another house, by its protocol", () => {
    const place = { cluster: "brain", node: "brain-server" } as const;
    const ways = (name: string) =>
      added(waysIn(), waysIn(service({ place, volumes: { "/data": share(name, { readOnly: true }) } })));
    expect(ways("nas/media")).toEqual(["tag:brain-server tag:nas tcp:2049"]);
    expect(ways("nas/photos")).toEqual(["tag:brain-server tag:nas tcp:445"]);
  });

  test("to a machine that a service may reach, at every port", () => {
    const place = { cluster: "brain", node: "brain-server" } as const;
    expect(added(waysIn(), waysIn(service({ place, reach: { machines: ["desk"] } })))).toEqual([
      "tag:brain-server tag:desk tcp:*",
      "tag:brain-server tag:desk udp:*",
    ]);
  });
});

test("a program of a machine is shown by the machine, under its name", () => {
  const shown = readLab({
    name: "test",
    inventory: {
      file: "inventory.ts",
      spec: {
        ...testInventory,
        machines: {
          ...testInventory.machines,
          "core-server": { ...testInventory.machines["core-server"], listens: { harness: 8013 } },
        },
      },
    },
    services: [
      inGroup("apps", {
        ...desk,
        name: "harness",
        place: { machine: "core-server" },
        ports: { http: 8013 },
        expose: { tailnet: true },
      }),
    ],
  });
  expect(serviceNamed(shown, "harness").urls.tailnet).toBe("https://core-server.tail1234.ts.net");
  expect(planPolicy(shown).grants).toContainEqual(
    expect.objectContaining({ src: ["group:admin"], ip: expect.arrayContaining(["tcp:443"]) }),
  );
  expect(tailnetSetup("core-server", shown).commands).toContain(
    "tailscale serve --bg --https=443 http://127.0.0.1:8013",
  );
});

test("an archived service opens nothing", () => {
  const archived = service({ lifecycle: "archive", expose: { tailnet: true } });
  expect(added(waysIn(), waysIn(archived))).toEqual([]);
});

test("each grant says why it is there", () => {
  const { grants } = planPolicy(
    labWith(far, service({ place: { cluster: "core", node: "core-server" }, needs: ["far"] })),
  );
  expect(grants.map(({ because }) => because)).toContain("web needs far");
  for (const { because } of grants) expect(because).not.toBe("");
});

test("whoever logs in by SSH is asked again who they are, and never is root", () => {
  const { ssh, sshTests } = planPolicy(labWith());
  expect(ssh).toEqual([
    {
      action: "check",
      src: ["group:admin"],
      dst: ["tag:core-server", "tag:brain-server", "tag:brain-gpu"],
      users: ["autogroup:nonroot"],
      checkPeriod: "12h",
    },
  ]);
  expect(sshTests).toContainEqual(expect.objectContaining({ check: ["lab"], deny: ["root"] }));
});
