import { expect, test } from "vitest";
import { Refusal } from "../refusal.ts";
import { service, TODAY, testInventory } from "../testing/index.ts";
import type { LabSpec } from "./lab.ts";
import { readLab } from "./read.ts";

const file = (name: string) => `services/apps/${name}.ts`;

function spec(services: object[], inventory: unknown = testInventory): LabSpec {
  return {
    name: "test",
    inventory: { file: "inventory.ts", spec: inventory },
    services: services.map((each) => ({ group: "apps", file: file("web"), spec: { ...service(), ...each } })),
  };
}

function refused(lab: LabSpec): string[] {
  try {
    readLab(lab, TODAY);
  } catch (error) {
    if (error instanceof Refusal) return error.problems.map(({ where, what }) => `${where}: ${what}`);
    throw error;
  }
  return [];
}

test("all faults of all files are told at once", () => {
  const problems = refused(
    spec([{ lifecycle: "prod" }, { ports: { http: 0 } }], { ...testInventory, home: 7 }),
  );
  expect(problems.map((each) => each.split(" is ")[0])).toEqual([
    "inventory.ts: home",
    "services/apps/web.ts: lifecycle",
    "services/apps/web.ts: ports.http",
  ]);
});

test("a service that stands nowhere is told that, and nothing that follows from it", () => {
  const nowhere = {
    place: { cluster: "coer", gpu: { slices: 9 } },
    expose: { lan: true, public: { access: "admin" } },
    resources: { cpu: "999", memory: "999Gi" },
  };
  expect(refused(spec([nowhere]))).toEqual([
    "services/apps/web.ts: web is placed on cluster coer, which is not in the inventory.",
  ]);
});

test("an archived service is kept to be read: it takes no room, no port and no name", () => {
  const alive = { expose: { lan: true }, resources: { cpu: "1", memory: "30Gi" } };
  expect(
    refused({
      ...spec([alive]),
      services: [
        { group: "apps", file: file("web"), spec: service(alive as never) },
        {
          group: "apps",
          file: file("old"),
          spec: service({
            ...(alive as object),
            name: "old",
            lifecycle: "archive",
            expose: { lan: { host: "web" } },
          }),
        },
      ],
    }),
  ).toEqual([]);
});

test("the group of a service is its namespace, unless it names one", () => {
  const { services } = readLab(
    {
      ...spec([]),
      services: [
        { group: "media", file: file("web"), spec: service() },
        { group: "media", file: file("api"), spec: service({ name: "api", namespace: "backend" }) },
      ],
    },
    TODAY,
  );
  expect(services.map(({ namespace }) => namespace)).toEqual(["media", "backend"]);
});
