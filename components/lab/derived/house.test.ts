import { expect, test } from "vitest";
import { labWith, service } from "../../testing/index.ts";
import { serviceNamed } from "../lab.ts";
import { house } from "./house.ts";

const lab = labWith(
  service({ name: "watch", place: { cluster: "core" }, reach: { health: true, tailnet: true } }),
  service({ name: "near", needs: ["store"], place: { cluster: "core", node: "core-gpu" } }),
  service({ name: "store", ports: { sql: 5432 }, health: { command: ["ready"] } }),
  service({ name: "shown", place: { cluster: "brain" }, expose: { tailnet: true } }),
  service({ name: "hidden", place: { cluster: "brain" } }),
  service({ name: "films", volumes: { "/films": { kind: "share", share: "nas/media" } } }),
  service({ name: "old", lifecycle: "archive" }),
);
const { services, machines } = JSON.parse(house(lab, serviceNamed(lab, "watch")));
const looks = Object.fromEntries(
  services.map(({ name, look }: { name: string; look?: string }) => [name, look]),
);

test("whoever looks is told of all that runs but itself, and how to see it from where it stands", () => {
  expect(looks).toEqual({
    near: "http://near.apps.svc:8080/health",
    store: "tcp://store.apps.svc:5432",
    shown: "https://shown.tail1234.ts.net/health",
    hidden: undefined,
    films: "http://films.apps.svc:8080/health",
  });
});

test("of each it is told on what it stands", () => {
  const named = (name: string) => services.find((each: { name: string }) => each.name === name);
  expect(named("near")).toMatchObject({
    needs: ["store"],
    machines: ["core-gpu"],
    stores: [],
    group: "apps",
  });
  expect(named("films").stores).toEqual(["nas"]);
  expect(machines.find((each: { name: string }) => each.name === "nas").look).toBe("tcp://192.168.1.5:2049");
});
