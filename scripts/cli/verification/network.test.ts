import { KeyObject, webcrypto } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
// What x509 is built with asks for it, and leaves its import to us.
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { Bind } from "../../../components/dns/testing/bind.ts";
import { namedLab } from "../../../components/dns/testing/lab.ts";
import { freePort, labWith, programs, readerNamed, service } from "../../../components/testing/index.ts";
import { type NamesCheck, planVerification } from "../../../components/verification/index.ts";
import { docker } from "../../../sandbox/emulators/docker/index.ts";
import { desk } from "../../../sandbox/emulators/docker/testing/desk.ts";
import { Running } from "../../../sandbox/emulators/testing/running.ts";
import { documentIn, NotSeen } from "./answer.ts";
import { dockerPlace } from "./docker.ts";
import { Network } from "./network.ts";
import { vendorPlace } from "./vendors.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

const { inventory } = labWith(service());

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** A page behind a certificate that is its own root, valid up to a year. */
async function pageUntil(year: number): Promise<{ url: string; root: string }> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=web",
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date("2020-01-01"),
    notAfter: new Date(`${year}-12-31`),
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: "ip", value: "127.0.0.1" }])],
  });
  const key = KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" });
  const root = certificate.toString("pem");
  const answer: RequestListener = (_, response) => response.writeHead(204).end();
  return { url: `https://127.0.0.1:${await listening(createHttps({ key, cert: root }, answer))}/`, root };
}

describe("a page", () => {
  const page = (url: string, root?: string) =>
    new Network({ ...inventory, dns: undefined }, root).page({ url, names: "world" });

  test("is believed under the root of the house, and under no other", async () => {
    const { url, root } = await pageUntil(2046);
    expect((await page(url, root)).status).toBe(204);
    await expect(page(url)).rejects.toThrow(/certificate/);
  });

  test("is not believed once its certificate has ended", async () => {
    const { url, root } = await pageUntil(2021);
    await expect(page(url, root)).rejects.toThrow(/certificate has expired/);
  });

  test("at an address of another house was not seen", async () => {
    await expect(page("http://192.168.0.20:8096/")).rejects.toBeInstanceOf(NotSeen);
    await expect(page("https://web.tail1234.ts.net/")).rejects.toThrow("this machine is not in the tailnet");
  });
});

const named = readerNamed("named");

describe.skipIf(!named)("a real name server (apt install bind9)", () => {
  const lab = namedLab([]);
  let bind: Bind;

  beforeAll(async () => {
    const port = await freePort();
    bind = new Bind("core-server", lab, { "192.168.1.20": port, "192.168.1.22": await freePort() });
    expect(bind.publish()).toBe("");
    await bind.start(named ?? "");
  });
  afterAll(() => bind?.stop());

  test("is asked for every declared name, and each that differs is told", async () => {
    const checks = planVerification({ lab, programs, lifecycles: ["production"], gitops: [] });
    const check = checks.find(({ id }) => id === "house/names/core-server-home") as NamesCheck;
    const network = new Network(lab.inventory, undefined);
    const answers = await network.names([`127.0.0.1:${bind.port}`], check.asks);
    expect(check.judge(answers)).toMatchObject({ status: "ok" });
    const desk = check.asks.map((each) =>
      each.name === "desk.home" ? { ...each, name: "desc.home" } : each,
    );
    expect(check.judge(await network.names([`127.0.0.1:${bind.port}`], desk))).toMatchObject({
      status: "failed",
      saw: "desk.home: there is no such name",
    });
    const nobody = await network.names([`127.0.0.1:${await freePort()}`], check.asks.slice(0, 1));
    expect(nobody).toEqual([{ error: expect.stringMatching(/nobody listens|no answer came/) }]);
  });
});

test("a Docker Engine says of its containers whether they are well", async () => {
  const host = await Running.start(docker, desk);
  onTestFinished(() => host.stop());
  const post = (path: string, body?: object) =>
    fetch(`${host.url}${path}`, {
      method: "POST",
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    }).then((answer) => answer.text());
  await post("/images/create?fromImage=redis&tag=7");
  const Healthcheck = { Test: ["CMD", "true"], Interval: 1_000_000 };
  await post("/containers/create?name=model", { Image: "redis:7", Healthcheck });
  await post("/containers/model/start");

  const lab = labWith(service({ name: "model", place: { docker: "desk" } }));
  const check = planVerification({ lab, programs, lifecycles: ["production"], gitops: [] }).find(
    ({ id }) => id === "desk/containers/model",
  );
  if (check?.by !== "documents") throw new Error("it reads no documents");
  const judged = async () => {
    const place = dockerPlace("desk", host.url.replace("http:", "tcp:"));
    const [path = ""] = check.reads;
    const document = await place.document?.(path);
    place.close();
    return check.judge(() => document, new Date());
  };
  await vi.waitFor(async () => expect((await judged()).status).toBe("ok"), 10_000);
  await post("/containers/model/stop");
  expect(await judged()).toMatchObject({ status: "failed", saw: expect.stringContaining("exited") });
});

test("a Docker Engine is reached over ssh, and a machine that lets nobody in says why", async () => {
  const host = await Running.start(docker, desk);
  onTestFinished(() => host.stop());
  const folder = mkdtempSync(join(tmpdir(), "ssh-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const pipe = `require("node:net").connect(${new URL(host.url).port}, "127.0.0.1", function () { process.stdin.pipe(this).pipe(process.stdout) })`;
  const script = [
    "#!/bin/sh",
    `case "$*" in *"-l me -- desk docker system dial-stdio") exec node -e '${pipe}' ;; esac`,
    "echo 'Permission denied (publickey).' >&2; exit 255",
  ];
  writeFileSync(join(folder, "ssh"), script.join("\n"), { mode: 0o755 });
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env.PATH}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const place = dockerPlace("desk", "ssh://me@desk");
  expect(await place.document?.("/containers/json?all=true")).toEqual([]);
  place.close();
  const shut = dockerPlace("desk", "ssh://you@desk");
  await expect(shut.answer()).rejects.toThrow("Permission denied (publickey).");
  shut.close();
});

describe("an API", () => {
  const answered =
    (status: number, text: string, type = "application/json") =>
    () =>
      documentIn({ status, text, headers: { "content-type": type } }, "/things", "proxmox");
  test.each([
    [
      "without the right",
      403,
      '{"message":"Permission check failed"}',
      /may not read \/things: Permission check failed/,
    ],
    ["that knows nobody", 401, "{}", /does not take the credentials/],
    ["that has enough", 429, "{}", /has enough of us for now/],
    [
      "that does not understand",
      422,
      '{"errors":[{"message":"no such field"}]}',
      /answers 422 .* no such field/,
    ],
    ["that is a page", 200, "<html>Log in</html>", /answers with a page, and not as an API does/],
    ["that is ill", 502, "<html>Bad gateway</html>", /answers 502 for \/things: without a word/],
  ])("%s is told in one sentence", (_what, status, text, words) => {
    expect(answered(status, text)).toThrow(words);
  });

  test("a vendor's lists are read to their last page, and a zone is found by its name", async () => {
    const paths: string[] = [];
    const cloudflare: RequestListener = ({ url = "" }, response) => {
      paths.push(url);
      const page = Number(/[?&]page=(\d)/.exec(url)?.[1] ?? 1);
      const result = url.startsWith("/zones?") ? [{ id: "z1" }] : [{ name: `record ${page}` }];
      response.end(JSON.stringify({ success: true, result, result_info: { total_pages: 2 } }));
    };
    const url = `http://127.0.0.1:${await listening(createHttp(cloudflare))}`;
    const place = vendorPlace("cloudflare", { token: "t", account: "a1", url }, {});
    expect(await place.document?.("/zones/@example.com/dns_records?type=CNAME")).toEqual([
      { name: "record 1" },
      { name: "record 2" },
    ]);
    await place.document?.("/accounts/@/access/apps");
    place.close();
    expect(paths[1]).toMatch(/^\/zones\/z1\/dns_records\?type=CNAME&page=1/);
    expect(paths.at(-1)).toMatch(/^\/accounts\/a1\/access\/apps\?page=2/);
  });
});
