import { describe, expect, test } from "vitest";
import { hostOf, image, type ServiceSpec, text, urlOf } from "../service/index.ts";
import { inGroup, refusal, service, TODAY, testInventory } from "../testing/index.ts";
import { plainText, readLab, resolve, serviceNamed } from "./index.ts";

/** Containers of the desk, which a stack of its own makes; this one only knows the machine. */
const place = { docker: "desk" };
const ingress = service({
  name: "nginx",
  place,
  provides: "ingress",
  ports: { http: 80, https: 443 },
  waive: { "writable-root": { because: "nginx is told by files, in a test too", until: "2027-01-01" } },
});
const theirs = [
  ingress,
  service({ name: "llama", place, ports: { http: 8081 }, expose: { lan: true }, metrics: { port: "http" } }),
  service({ name: "hidden", place, ports: { http: 8082 } }),
  service({ name: "old", place, ports: { http: 8083 }, expose: { lan: true }, lifecycle: "archive" }),
  service({
    name: "ships",
    place,
    ports: { http: 8084 },
    env: { LOKI: urlOf("loki") },
    expose: { lan: true },
  }),
];

function read(...services: ServiceSpec[]) {
  const { docker, ...desk } = testInventory.machines.desk;
  const theirInventory = { ...testInventory, machines: { desk: { ...desk, docker } }, clusters: {} };
  const ours = { ...testInventory, machines: { ...testInventory.machines, desk } };
  return readLab(
    {
      name: "test",
      inventory: { file: "inventory.ts", spec: ours },
      services: services.map((each) => inGroup("apps", each)),
      others: [
        {
          name: "desks",
          inventory: { file: "desks.ts", spec: theirInventory },
          services: theirs.map((each) => inGroup("ai", each)),
          rotations: { file: "rotations.json", spec: { "llama/key": { times: 2, on: "2026-01-01" } } },
        },
      ],
    },
    TODAY,
  );
}

describe("what another stack of the house runs", () => {
  const lab = read(service({ name: "loki", expose: { tailnet: true } }));

  test("is seen where it answers or tells what it measures, and is none of ours", () => {
    expect(lab.neighbours.map(({ name }) => name)).toEqual(["llama", "ships"]);
    expect(lab.services.map(({ name }) => name)).toEqual(["loki"]);
  });

  test("stands on a machine that we know, under the name that its own ingress gives it", () => {
    const llama = serviceNamed(lab, "llama");
    expect(llama.place).toEqual({ machine: "desk" });
    expect(llama.urls.lan).toBe("https://llama.home");
    expect(llama.needs).toEqual([]);
    expect(serviceNamed(lab, "ships").needs).toEqual(["loki"]);
  });

  test("has its secrets from its own stack, as often turned as there", () => {
    expect(serviceNamed(lab, "llama")).toMatchObject({ stack: "desks", rotated: { key: 2 } });
  });

  test("is needed as every other service is, at the port of its machine", () => {
    const asking = read(
      service({ name: "router", env: { MODEL: text`${urlOf("llama")}/v1`, HOST: hostOf("llama") } }),
    );
    const router = serviceNamed(asking, "router");
    expect(router.needs).toEqual(["llama"]);
    expect(plainText(resolve(router.env.MODEL ?? "", router, asking))).toBe("http://192.168.1.99:8081/v1");
  });

  test("keeps its names: what would answer to one of them is refused", () => {
    const clash = service({ image: image("docker.io/library/web", "1"), expose: { lan: { host: "llama" } } });
    expect(refusal(() => read(clash))).toContain(
      "llama.home, which is the name of llama (services/ai/llama.ts)",
    );
  });

  test("is missed by its name where it is not there any more", () => {
    const asking = service({ env: { MODEL: urlOf("lama") } });
    expect(refusal(() => read(asking))).toContain(
      'web needs lama, which no file declares.\n  fix: did you mean "llama"?',
    );
  });
});
