import { expect, test } from "vitest";
import type { Place, ServiceSpec } from "../service/index.ts";
import { labWith, service } from "../testing/index.ts";
import { serviceNamed } from "./lab.ts";
import { type Route, routeTo } from "./route.ts";

/** How a service at one place reaches another, called `api`, at another place. */
function route(from: Place, api: Partial<ServiceSpec>, named?: string): Route | undefined {
  const lab = labWith(service({ ...api, name: "api" }));
  return routeTo(serviceNamed(lab, "api"), { place: from }, lab.inventory, named);
}

const core = { cluster: "core" };
const brain = { cluster: "brain" };
const desk = { docker: "desk", gpu: false };

test("in one cluster, by the name that the cluster gives it", () => {
  expect(route(core, { place: core })).toEqual({
    host: "api.apps.svc",
    port: 8080,
    scheme: "http",
    through: "same-cluster",
  });
});

test("in one cluster, in the namespace where it lives", () => {
  expect(route(core, { place: core, namespace: "data" })?.host).toBe("api.data.svc");
});

test("on one Docker host, by its name alone", () => {
  expect(route(desk, { place: desk })).toMatchObject({ host: "api", through: "same-host" });
});

test("on a machine of the same house, over the LAN", () => {
  expect(route(core, { place: desk, expose: { lan: true } })).toMatchObject({
    host: "192.168.1.99",
    port: 8080,
    through: "address",
  });
});

test("on a machine of another house, over the tailnet", () => {
  expect(route(brain, { place: desk, expose: { lan: true } })).toMatchObject({
    host: "100.64.0.99",
    port: 8080,
  });
});

test("in another cluster, only where it is exposed in the tailnet, and then by TLS", () => {
  expect(route(brain, { place: core })).toBeUndefined();
  expect(route(brain, { place: core, expose: { lan: true } })).toBeUndefined();
  expect(route(brain, { place: core, expose: { tailnet: { host: "backend" } } })).toEqual({
    host: "backend.tail1234.ts.net",
    port: 443,
    scheme: "https",
    through: "address",
  });
});

test("to the port that is asked for; to none where there is no such port", () => {
  const ports = { http: 8080, grpc: 9000 };
  expect(route(core, { place: core, ports }, "grpc")?.port).toBe(9000);
  expect(route(core, { place: core, ports }, "smtp")).toBeUndefined();
  expect(route(core, { place: core, ports: {}, health: { command: ["true"] } })).toBeUndefined();
});
