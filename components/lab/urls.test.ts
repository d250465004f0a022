import { expect, test } from "vitest";
import type { ServiceSpec } from "../service/index.ts";
import { connector, labWith, service } from "../testing/index.ts";
import type { Urls } from "./lab.ts";
import { serviceNamed } from "./lab.ts";
import { mainPort } from "./urls.ts";

function urls(spec: Partial<ServiceSpec>): Urls {
  return serviceNamed(labWith(service(spec), connector()), "web").urls;
}

test("what is exposed nowhere has no URL", () => {
  expect(urls({})).toEqual({});
});

test("behind an ingress, a service is reached by its name, on every way in", () => {
  expect(urls({ expose: { lan: true, tailnet: true, public: { access: "admin" } } })).toEqual({
    lan: "https://web.home",
    tailnet: "https://web.tail1234.ts.net",
    public: "https://web.example.com",
  });
});

test("a name may be chosen for each way in", () => {
  expect(
    urls({ expose: { lan: { host: "a" }, tailnet: { host: "b" }, public: { access: "admin", host: "c" } } }),
  ).toEqual({ lan: "https://a.home", tailnet: "https://b.tail1234.ts.net", public: "https://c.example.com" });
});

test("without an ingress it answers at its own port: on its node, or else on the server", () => {
  expect(urls({ place: { cluster: "brain" }, expose: { lan: true } })).toEqual({
    lan: "http://192.168.0.20:8080",
  });
  expect(urls({ place: { cluster: "brain", node: "brain-server" }, expose: { lan: true } })).toEqual({
    lan: "http://192.168.0.20:8080",
  });
});

test("on a Docker host it answers at the host's address", () => {
  expect(urls({ place: { docker: "desk" }, expose: { lan: true } })).toEqual({
    lan: "http://192.168.1.99:8080",
  });
});

const port = (number: number) => ({ number, protocol: "tcp" as const });

test("the main port is the one that the exposure says, else http, else the first", () => {
  const ports = { metrics: port(9090), http: port(80), admin: port(81) };
  expect(mainPort({ ports, expose: { port: "admin" } })?.number).toBe(81);
  expect(mainPort({ ports, expose: {} })?.number).toBe(80);
  expect(mainPort({ ports: { metrics: port(9090), admin: port(81) }, expose: {} })?.number).toBe(9090);
  expect(mainPort({ ports: {}, expose: {} })).toBeUndefined();
});
