import { expect, test } from "vitest";
import type { ServiceRecord } from "./data/service-record.ts";
import { type Column, table } from "./table.ts";
import { servicesTable } from "./view/services.ts";

const service = (spec: Partial<ServiceRecord>): ServiceRecord => ({
  name: "jellyfin",
  about: "Films and series for the house",
  group: "media",
  lifecycle: "production",
  stack: "homelab",
  cluster: "brain",
  node: "k3s-master",
  image: `docker.io/jellyfin/jellyfin:10.11.11@sha256:${"a".repeat(64)}`,
  chart: null,
  ports: { http: 8096 },
  gpu: 1,
  memory: { request: "1Gi", limit: "4Gi" },
  volumes: {},
  needs: [],
  urls: { lan: "http://192.168.0.206:8096" },
  access: null,
  file: "stacks/homelab/services/media/jellyfin.ts",
  ...spec,
});

const services = [
  service({}),
  service({
    name: "immich",
    needs: ["immich-ml", "immich-postgres", "immich-redis"],
    urls: { tailnet: "https://photos.dove-komodo.ts.net" },
  }),
  service({ name: "radarr", lifecycle: "archive", node: null, gpu: 0, memory: null, image: null, urls: {} }),
];

test("at 80 columns the table keeps what matters most", () => {
  expect(servicesTable(services, { width: 80 })).toMatchInlineSnapshot(`
    "service   group  where             url
    jellyfin  media  brain/k3s-master  http://192.168.0.206:8096
    immich    media  brain/k3s-master  https://photos.dove-komodo.ts.net
    radarr    media  brain"
  `);
});

test("at 200 columns nothing is left out", () => {
  expect(servicesTable(services, { width: 200 })).toMatchInlineSnapshot(`
    "service   group  stack    where             lifecycle   image              memory    gpu  needs                                   url
    jellyfin  media  homelab  brain/k3s-master  production  jellyfin:10.11.11  1Gi..4Gi  1                                            http://192.168.0.206:8096
    immich    media  homelab  brain/k3s-master  production  jellyfin:10.11.11  1Gi..4Gi  1    immich-ml immich-postgres immich-redis  https://photos.dove-komodo.ts.net
    radarr    media  homelab  brain             archive"
  `);
});

test.each([80, 90, 100, 120, 140, 160, 200])(
  "at %i columns no line is wider, and every URL is whole",
  (width) => {
    const text = servicesTable(services, { width });
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(text).toContain("https://photos.dove-komodo.ts.net");
  },
);

test("the widest column gives first, the most dispensable goes first, and what may not be cut stays whole", () => {
  const columns: Column<string[]>[] = [
    { title: "a", cell: ([a = ""]) => a },
    { title: "b", cell: ([, b = ""]) => b, atLeast: 4 },
    { title: "c", cell: ([, , c = ""]) => c, atLeast: 4, dispensable: 1 },
  ];
  const rows = [["12345678", "abcdefghij", "ABCDEFGH"]];
  expect(table(rows, columns, 30).split("\n")[1]).toBe("12345678  abcdefghij  ABCDEFGH");
  expect(table(rows, columns, 26).split("\n")[1]).toBe("12345678  abcde…  ABCDEFGH");
  expect(table(rows, columns, 18).split("\n")[1]).toBe("12345678  abcdefg…");
  expect(table(rows, columns, 4).split("\n")[1]).toBe("12345678  abc…");
});
