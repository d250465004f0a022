import { expect, test } from "vitest";
import {
  hostOf,
  ownUrl,
  ownUrlOf,
  portOf,
  type ServiceSpec,
  secretOf,
  secretValue,
  text,
  urlOf,
} from "../service/index.ts";
import { labWith, service } from "../testing/index.ts";
import { serviceNamed } from "./lab.ts";
import { plainText, type ResolvedPart, resolve } from "./resolve.ts";

type WrittenValue = NonNullable<ServiceSpec["env"]>[string];

/** What a value of `web` becomes, beside a redis with a password. */
function resolved(value: WrittenValue, spec: Partial<ServiceSpec> = {}): ResolvedPart[] {
  const lab = labWith(
    service({ env: { VALUE: value }, ...spec }),
    service({
      name: "redis",
      ports: { redis: 6379, http: 8080 },
      secrets: { password: { generate: 32 } },
      args: [secretValue("password")],
    }),
  );
  const web = serviceNamed(lab, "web");
  return resolve(web.env.VALUE ?? "", web, lab);
}

test("text is left alone", () => {
  expect(resolved("debug")).toEqual(["debug"]);
});

test("a reference becomes where the other service answers", () => {
  expect(resolved(hostOf("redis"))).toEqual(["redis.apps.svc"]);
  expect(resolved(portOf("redis"))).toEqual(["8080"]);
  expect(resolved(portOf("redis", "redis"))).toEqual(["6379"]);
  expect(resolved(urlOf("redis"))).toEqual(["http://redis.apps.svc:8080"]);
});

test("a URL says no port where the scheme says it already", () => {
  const far = service({ name: "far", place: { cluster: "brain" }, expose: { tailnet: true } });
  const lab = labWith(service({ env: { FAR: urlOf("far") } }), far);
  const web = serviceNamed(lab, "web");
  expect(resolve(web.env.FAR ?? "", web, lab)).toEqual(["https://far.tail1234.ts.net"]);
});

test("facts inside text become one text", () => {
  expect(resolved(text`redis://${hostOf("redis")}:${portOf("redis", "redis")}/0`)).toEqual([
    "redis://redis.apps.svc:6379/0",
  ]);
});

test("the URL under which people know it, or another", () => {
  const expose = { lan: true as const };
  expect(resolved(ownUrl("lan"), { expose })).toEqual(["https://web.home"]);
  expect(resolved(ownUrlOf("web", "lan"), { expose })).toEqual(["https://web.home"]);
});

test("a secret stays a name, of the service that holds it", () => {
  const secrets = { key: { generate: 32 } };
  expect(resolved(secretValue("key"), { secrets })).toEqual([{ secret: "key", of: "web" }]);
  expect(resolved(text`:${secretOf("redis", "password")}@`)).toEqual([
    ":",
    { secret: "password", of: "redis" },
    "@",
  ]);
});

test("what is shown of a value never holds the secret", () => {
  expect(plainText([":", { secret: "password", of: "redis" }, "@"])).toBe(":<secret password>@");
});
