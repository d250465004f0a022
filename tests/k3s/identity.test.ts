import { createPrivateKey } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { identityOf, kubeconfigOf } from "../../components/k3s/index.ts";
import { type OwnSecret, ownSecret } from "../../components/secrets/index.ts";
import { labWith } from "../../components/testing/index.ts";
import {
  Authority,
  clusterPorts,
  etcdPorts,
  KubeApi,
  planControlPlane,
  planEtcd,
} from "../../sandbox/control-plane/index.ts";
import { Ports, ShortLived } from "../../sandbox/parts/index.ts";
import { testPrograms } from "../../sandbox/testing/index.ts";

const lab = labWith();
let home: ShortLived;
let administrator: KubeApi;

/** A real API server that is given the files of an identity, as k3s gives them to its own. */
beforeAll(async () => {
  home = await ShortLived.open();
  const { folder, supervisor } = home;
  const certificates = join(folder, "certificates");
  mkdirSync(certificates);
  const put = async (file: string, text: string | Promise<string>) => {
    const path = join(certificates, file);
    writeFileSync(path, await text, { mode: 0o600 });
    return path;
  };
  await put("ca.crt", identityFile("client-ca.crt"));
  await put("ca.key", asPkcs8(await identityFile("client-ca.key")));
  await put("core-accounts.key", identityFile("service.key"));

  const programs = await testPrograms();
  const ground = { folder, programs, authority: await Authority.open(certificates) };
  const ports = new Ports(join(folder, "ports.json"));
  const etcd = await planEtcd(await ports.group("etcd", etcdPorts), ground);
  const plane = await planControlPlane("core", await ports.group("core", clusterPorts), {
    ...ground,
    etcd: { url: etcd.url, part: etcd.name },
  });
  const apiServer = plane.parts.filter(({ name }) => name === plane.apiServer);
  await supervisor.start([etcd, ...apiServer], () => {});

  const { users } = JSON.parse(await tell(kubeconfigOf("core", lab)));
  const { "client-certificate-data": certificate, "client-key-data": key } = users[0].user;
  administrator = new KubeApi({
    server: plane.admin.server,
    ca: plane.admin.ca,
    cert: await put("administrator.crt", Buffer.from(certificate, "base64").toString()),
    key: await put("administrator.key", Buffer.from(key, "base64").toString()),
  });
}, 120_000);

afterAll(async () => {
  administrator?.close();
  await home?.close();
});

test("the administrator may do everything", async () => {
  const { status } = await administrator.post<{ status: { userInfo: object } }>(
    "/apis/authentication.k8s.io/v1/selfsubjectreviews",
    { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
  );
  expect(status.userInfo).toMatchObject({
    username: "system:admin",
    groups: expect.arrayContaining(["system:masters"]),
  });
  expect(await administrator.list("/api/v1/namespaces")).not.toEqual([]);
});

test("a pod's token is signed by the key of the identity, and believed", async () => {
  const accounts = "/api/v1/namespaces/default/serviceaccounts";
  await administrator.post(accounts, {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "somebody" },
  });
  const { status } = await administrator.post<{ status: { token: string } }>(`${accounts}/somebody/token`, {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: {},
  });
  const [header = ""] = status.token.split(".");
  expect(JSON.parse(Buffer.from(header, "base64url").toString())).toMatchObject({ alg: "ES256" });
  const review = await administrator.post<{ status: object }>("/apis/authentication.k8s.io/v1/tokenreviews", {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenReview",
    spec: { token: status.token },
  });
  expect(review.status).toMatchObject({
    authenticated: true,
    user: { username: "system:serviceaccount:default:somebody" },
  });
});

function tell(secret: OwnSecret): Promise<string> {
  return ownSecret("a root secret of a lab that is only a test", lab.name, secret);
}

async function identityFile(path: string): Promise<string> {
  const file = identityOf("core", lab).files[path];
  if (!file) throw new Error(`an identity has no ${path}`);
  return Buffer.from(await tell(file), "base64").toString();
}

/** As the sandbox's authority reads it, which signs the certificate of the server here. */
function asPkcs8(key: string): string {
  return createPrivateKey(key).export({ type: "pkcs8", format: "pem" }).toString();
}
