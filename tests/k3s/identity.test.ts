import { afterAll, beforeAll, expect, test } from "vitest";
import { kubeconfigOf } from "../../components/k3s/index.ts";
import { labWith } from "../../components/testing/index.ts";
import type { KubeApi } from "../../sandbox/control-plane/index.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

const lab = labWith();
let server: ApiServer;
let administrator: KubeApi;

beforeAll(async () => {
  server = await startApiServer("core", lab);
  administrator = await server.as(kubeconfigOf("core", lab));
}, 120_000);
afterAll(() => server?.close());

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
