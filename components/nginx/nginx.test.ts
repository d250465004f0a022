import { createPrivateKey, X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { houseRoot } from "../certificates/index.ts";
import { planContainer } from "../docker/index.ts";
import { type Lab, serviceNamed } from "../lab/index.ts";
import { type OwnSecret, ownSecret } from "../secrets/index.ts";
import { complaintOf, labWith, programs, readerNamed, service } from "../testing/index.ts";
import { nginxConf } from "./configuration.ts";
import { identityOf } from "./identity.ts";
import { layOut } from "./testing/running.ts";

const nginx = readerNamed("nginx");
const place = { docker: "desk" };

const lab = labWith(
  service({
    name: "nginx",
    place,
    provides: "ingress",
    ports: { http: 80, https: 443 },
    health: { opens: "https" },
    waive: {
      "writable-root": {
        because: "nginx is told by files, which need a root to lie in",
        until: "2027-01-01",
      },
    },
  }),
  service({ place, expose: { lan: true }, metrics: { port: "http" } }),
  service({ name: "chat", place, ports: { http: 9000 }, expose: { lan: { host: "talk", guard: "admin" } } }),
  service({ name: "hidden", place, ports: { http: 9001 } }),
  service({ name: "old", place, ports: { http: 9002 }, expose: { lan: true }, lifecycle: "archive" }),
  service({ name: "elsewhere", expose: { lan: true } }),
);
const ingress = serviceNamed(lab, "nginx");

function names(of: Lab): string[] {
  return [...nginxConf(serviceNamed(of, "nginx"), of).matchAll(/server_name (.*);/g)].flatMap(
    ([, name]) => name ?? [],
  );
}

async function certificateIn(year: number): Promise<X509Certificate> {
  const { certificate } = identityOf(ingress, lab, year);
  return new X509Certificate(await tell(certificate));
}

function tell(secret: OwnSecret): Promise<string> {
  return ownSecret("a root secret of a lab that is only a test", lab.name, secret);
}

describe("the ingress of a Docker host", () => {
  test("shows a certificate that a phone of Apple takes, and another one each year", async () => {
    const [now, next] = [await certificateIn(2026), await certificateIn(2027)];
    const days = (Date.parse(now.validTo) - Date.parse(now.validFrom)) / 86_400_000;
    expect(days).toBeLessThanOrEqual(825);
    expect(Date.parse(next.validFrom)).toBeLessThan(Date.parse(now.validTo));
    expect(next.serialNumber).not.toBe(now.serialNumber);
  });

  test("is believed by whoever has the root of the house", async () => {
    const root = new X509Certificate(await tell(houseRoot("test")));
    const shown = await certificateIn(2026);
    expect(shown.verify(root.publicKey)).toBe(true);
    expect(shown.checkHost("web.home")).toBe("web.home");
    expect(shown.checkPrivateKey(createPrivateKey(await tell(identityOf(ingress, lab).key)))).toBe(true);
  });

  test("leads to what its host has for the LAN, and to nothing else", () => {
    expect(names(lab).sort()).toEqual(["talk.home", "web.home"]);
  });

  test("gives each of them a name where people ask for it", () => {
    expect(serviceNamed(lab, "web").urls.lan).toBe("https://web.home");
    expect(serviceNamed(lab, "chat").urls.lan).toBe("https://talk.home");
  });

  test("is told so", async () => {
    await expect(nginxConf(ingress, lab)).toMatchFileSnapshot(`${import.meta.dirname}/golden/nginx.conf`);
  });

  test.skipIf(!nginx)("in words that nginx reads (apt install nginx)", async () => {
    const laid = await layOut(ingress, lab);
    expect(complaintOf(nginx ?? "", ["-t", "-q", "-e", "stderr", "-c", laid.conf])).toBe("");
    laid.remove();
  });
});

test("who is guarded has no other door: its port is not opened beside the ingress", () => {
  const portsOf = (name: string) => planContainer(serviceNamed(lab, name), lab, programs).container.ports;
  expect(portsOf("chat")).toEqual([]);
  expect(portsOf("web")).not.toEqual([]);
});

test("without an ingress a service answers at a port of its host", () => {
  const bare = labWith(service({ place, expose: { lan: true } }));
  expect(serviceNamed(bare, "web").urls.lan).toBe("http://192.168.1.99:8080");
});
