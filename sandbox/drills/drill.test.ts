import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../../components/lab/index.ts";
import { connector, labWith, service } from "../../components/testing/index.ts";
import { Scheduler } from "../placement/index.ts";
import { testPrograms } from "../testing/index.ts";
import { drillWith } from "./drill.ts";
import { type DrillReport, drill, type Outage, type ServiceFate } from "./index.ts";
import { lossOf } from "./outage.ts";

const core = { cluster: "core" };
const GPU = { cluster: "core", node: "core-gpu", gpu: { slices: 1 } };

/** Two clusters, a docker host and a file server; each service is there for one of the fates. */
const lab = labWith(
  service({ name: "roams", arch: ["amd64", "arm64"], expose: { lan: true } }),
  service({ name: "heavy", resources: { cpu: "100m", memory: "20Gi..20Gi" }, expose: { lan: true } }),
  service({ name: "renders", place: GPU }),
  service({ name: "watches", workload: { kind: "daemon" }, arch: ["amd64", "arm64"] }),
  service({
    name: "senses",
    workload: { kind: "daemon" },
    place: { cluster: "core", labels: { gpu: "yes" } },
  }),
  service({
    name: "keeps",
    place: { cluster: "brain", node: "brain-server" },
    volumes: { "/data": { kind: "claim", size: "5Gi", backup: "weekly" } },
  }),
  service({
    name: "plays",
    place: { cluster: "brain", node: "brain-server" },
    volumes: { "/media": { kind: "share", share: "nas/media" } },
  }),
  service({
    name: "asks",
    place: { cluster: "brain", node: "brain-server" },
    needs: ["keeps"],
    expose: { tailnet: true },
  }),
  service({
    name: "asks-again",
    place: { cluster: "brain", node: "brain-gpu" },
    needs: ["asks"],
  }),
  service({
    name: "docked",
    place: { docker: "desk" },
    volumes: { "/media": { kind: "share", share: "nas/media" } },
  }),
  service({
    name: "shown",
    place: core,
    arch: ["amd64", "arm64"],
    expose: { lan: true, public: { access: "public" } },
  }),
  { ...connector(), arch: ["amd64", "arm64"] },
  service({ name: "draft", lifecycle: "archive" }),
);

let scheduler: Scheduler;
beforeAll(async () => {
  scheduler = await Scheduler.open(await testPrograms());
});
afterAll(() => scheduler?.close());

function report(outage: Outage, of: Lab = lab): Promise<DrillReport> {
  return drillWith(scheduler, outage, lossOf(outage, [of]), [of], ["production"]);
}

/** By its name, what became of each that does not go on as before. */
function touched({ services }: DrillReport): Record<string, ServiceFate> {
  return Object.fromEntries(
    services.filter(({ fate }) => fate !== "goes on").map((each) => [each.service, each]),
  );
}

describe("without a machine of a cluster that goes on", () => {
  let all: DrillReport;
  let fates: Record<string, ServiceFate>;
  beforeAll(async () => {
    all = await report({ kind: "node", name: "core-gpu" });
    fates = touched(all);
  });

  test("says what was taken away", () => {
    expect(all).toMatchObject({ outage: "node core-gpu", gone: ["core-gpu"] });
    expect(all.services.map((each) => each.service)).not.toContain("draft");
  });

  test("who may only be there waits, and the scheduler says why", () => {
    expect(fates.renders).toMatchObject({ fate: "waits", from: ["core-gpu"], to: [] });
    expect(fates.renders?.reason).toMatch(/^0\/2 nodes are available: /);
  });

  test("a copy of every node goes with its node; with the last one, the service is lost", () => {
    expect(all.services.find((each) => each.service === "watches")).toMatchObject({
      fate: "goes on",
      from: ["core-server", "core-gpu", "core-arm"],
      to: ["core-server", "core-arm"],
    });
    expect(fates.senses).toMatchObject({ fate: "lost", reason: "it ran on core-gpu only" });
  });

  test("nobody else is touched", () => {
    expect(Object.keys(fates).sort()).toEqual(["renders", "senses"]);
  });
});

test("without its node, a pod moves to where there is room and keeps its addresses; the next one waits", async () => {
  const memory = (size: "2Gi" | "4Gi" | "28Gi") => ({ cpu: "100m", memory: `${size}..${size}` }) as const;
  const both: ("amd64" | "arm64")[] = ["amd64", "arm64"];
  const crowded = labWith(
    service({ name: "fills", resources: memory("28Gi"), place: { cluster: "core", node: "core-server" } }),
    service({ name: "roams", arch: both, resources: memory("2Gi"), needs: ["fills"], expose: { lan: true } }),
    service({ name: "late", arch: both, resources: memory("4Gi"), needs: ["roams"], expose: { lan: true } }),
  );
  const fates = touched(await report({ kind: "node", name: "core-arm" }, crowded));
  expect(fates.roams).toMatchObject({
    fate: "moves",
    from: ["core-arm"],
    to: ["core-server"],
    reason: "",
    dark: [],
  });
  expect(fates.late).toMatchObject({
    fate: "waits",
    from: ["core-arm"],
    to: [],
    reason: "0/2 nodes are available: 1 Insufficient memory, 1 node(s) had untolerated taint(s).",
    dark: [expect.stringContaining("late")],
  });
  expect(fates).not.toHaveProperty("fills");
});

describe("without the servers of a cluster", () => {
  let fates: Record<string, ServiceFate>;
  beforeAll(async () => {
    fates = touched(await report({ kind: "cluster", name: "brain" }));
  });

  test("what ran there is lost, with the disks that lay there, and their backups", () => {
    expect(fates.keeps).toMatchObject({
      fate: "lost",
      from: ["brain-server"],
      to: [],
      reason: "no server of its cluster is left to start it anew",
      disks: [{ size: "5Gi", backup: "weekly" }],
    });
    expect(fates.asks).toMatchObject({ fate: "lost", dark: [expect.stringContaining("asks")] });
    expect(Object.keys(fates).sort()).toEqual(["asks", "asks-again", "keeps", "plays"]);
  });
});

test("without the only server, what runs on an agent goes on, and stands idle where it needs what does not", async () => {
  const fates = touched(await report({ kind: "node", name: "brain-server" }));
  expect(fates).toMatchObject({
    keeps: { fate: "lost", disks: [{ size: "5Gi", backup: "weekly" }] },
    asks: { fate: "lost" },
    "asks-again": { fate: "stands idle", to: ["brain-gpu"], reason: "without asks" },
    plays: { fate: "lost" },
  });
});

test("without an agent, a disk that lies there keeps its pod waiting", async () => {
  const bound = labWith(
    service({
      name: "stores",
      place: { cluster: "brain", node: "brain-gpu" },
      volumes: { "/data": { kind: "claim", size: "5Gi", backup: "weekly" } },
    }),
    service({ name: "roams", place: { cluster: "brain" } }),
  );
  const fates = touched(await report({ kind: "node", name: "brain-gpu" }, bound));
  expect(fates.stores).toMatchObject({
    fate: "waits",
    from: ["brain-gpu"],
    to: [],
    disks: [{ size: "5Gi" }],
  });
  if (fates.roams)
    expect(fates.roams).toMatchObject({ fate: "moves", to: ["brain-server"], disks: [], dark: [] });
});

test("without a docker host, what it runs is lost; a command opens a scheduler of its own for that", async () => {
  const own = await drill({ kind: "node", name: "desk" }, [lab], ["production"], await testPrograms());
  expect(touched(own)).toMatchObject({
    docked: { fate: "lost", from: ["desk"], to: [], reason: "desk is away" },
  });
  expect(Object.keys(touched(own))).toEqual(["docked"]);
});

test("without the file server, whoever has its files mounted is lost, in a cluster and beside it", async () => {
  const fates = touched(await report({ kind: "nas" }));
  expect(Object.keys(fates).sort()).toEqual(["docked", "plays"]);
  for (const fate of Object.values(fates))
    expect(fate).toMatchObject({ fate: "lost", reason: "its files are on nas" });
});

test("without a need, and a need of that, a service stands idle and its addresses are dark", async () => {
  const needy = labWith(
    service({
      name: "files",
      place: { cluster: "brain" },
      volumes: { "/media": { kind: "share", share: "nas/media" } },
      expose: { tailnet: true },
    }),
    service({ name: "reads", needs: ["files"], expose: { lan: true, tailnet: true } }),
    service({ name: "shows", place: { docker: "desk" }, needs: ["reads"] }),
  );
  const fates = touched(await report({ kind: "nas" }, needy));
  expect(fates.reads).toMatchObject({ fate: "stands idle", reason: "without files", to: ["core-server"] });
  expect(fates.reads?.dark).toEqual([expect.stringContaining("reads"), "https://reads.tail1234.ts.net"]);
  expect(fates.shows).toMatchObject({ fate: "stands idle", reason: "without reads" });
});

test("without the internet everything goes on, and only public addresses are dark", async () => {
  const { gone, unheard, services } = await report({ kind: "internet" });
  expect(gone).toEqual(["internet"]);
  expect(unheard).toEqual(["cloudflare", "tailscale"]);
  expect(services.every(({ fate }) => fate === "goes on")).toBe(true);
  const dark = services.filter((each) => each.dark.length > 0);
  expect(dark.map((each) => [each.service, each.dark])).toEqual([["shown", ["https://shown.example.com"]]]);
});

test("without the internet, who cannot begin without waits, and who asks it for something does less", async () => {
  const reaching = labWith(
    service({ name: "paints", reach: { internet: { for: "its model", toStart: true } } }),
    service({ name: "shows", needs: ["paints"] }),
    service({ name: "plays", reach: { internet: "covers" } }),
    service({ name: "keeps" }),
  );
  const { services } = await report({ kind: "internet" }, reaching);
  expect(services.map(({ service, fate, reason }) => [service, fate, reason])).toEqual([
    ["paints", "waits", "begins only with the internet: its model"],
    ["shows", "stands idle", "without paints"],
    ["plays", "goes on", "without covers"],
    ["keeps", "goes on", ""],
  ]);
});

test("without a card, its machine goes on, and only who uses the card does not", async () => {
  const { gone, services } = await report({ kind: "gpu", name: "pve" });
  expect(gone).toEqual(["GPU of pve", "GPU of core-gpu"]);
  const [renders, ...others] = services.filter(({ fate }) => fate !== "goes on");
  expect(others).toEqual([]);
  expect(renders).toMatchObject({ service: "renders", fate: "waits" });
  expect(renders?.reason).toContain("Insufficient nvidia.com/gpu");
});
