import { describe, expect, test } from "vitest";
import { generated, hostOf, secretOf, secretValue, text } from "../service/index.ts";
import { service } from "../testing/index.ts";
import { containerOf, planned, podOf } from "./testing.ts";

const secrets = { key: generated() };

describe("an environment", () => {
  test("is text where it can be, with the addresses of others filled in", () => {
    const plan = planned(
      { env: { CACHE: text`redis://${hostOf("cache")}`, LEVEL: "info" } },
      service({ name: "cache" }),
    );
    expect(containerOf(plan).env).toEqual([
      { name: "CACHE", value: "redis://cache.apps.svc" },
      { name: "LEVEL", value: "info" },
    ]);
    expect(plan).not.toHaveProperty("secret");
  });

  test("refers to a Secret where it holds one, even in the midst of text", () => {
    const plan = planned({ secrets, env: { URL: text`https://me:${secretValue("key")}@example.com` } });
    expect(containerOf(plan).env).toEqual([
      { name: "URL", valueFrom: { secretKeyRef: { name: "web", key: "URL" } } },
    ]);
    expect(plan.secret).toMatchObject({
      kind: "Secret",
      stringData: { URL: ["https://me:", { secret: "key", of: "web" }, "@example.com"] },
    });
  });

  test("may hold a secret of another service", () => {
    const plan = planned(
      { env: { PASSWORD: secretOf("cache", "key") } },
      service({ name: "cache", secrets }),
    );
    expect(plan.secret).toHaveProperty("stringData.PASSWORD", [{ secret: "key", of: "cache" }]);
  });
});

describe("a command", () => {
  test("is said as declared", () => {
    const container = containerOf(planned({ command: ["serve"], args: ["--port", "8080"] }));
    expect(container).toMatchObject({ command: ["serve"], args: ["--port", "8080"] });
  });

  test("holds a secret only by the name of a variable", () => {
    const plan = planned({ secrets, args: [text`--password=${secretValue("key")}`] });
    expect(containerOf(plan)).toMatchObject({
      args: ["--password=$(SECRET_WEB_KEY)"],
      env: [{ name: "SECRET_WEB_KEY", valueFrom: { secretKeyRef: { name: "web", key: "SECRET_WEB_KEY" } } }],
    });
  });
});

describe("a file", () => {
  test("is mounted alone, so that its folder keeps what the image has there", () => {
    const plan = planned({ files: { "/etc/web/web.conf": "level = info" } });
    expect(plan["config-map"]).toMatchObject({ data: { "file-etc-web-web.conf": "level = info" } });
    expect(containerOf(plan).volumeMounts).toContainEqual({
      name: "homelab-files",
      mountPath: "/etc/web/web.conf",
      subPath: "file-etc-web-web.conf",
      readOnly: true,
    });
    expect(podOf(plan).volumes).toContainEqual({ name: "homelab-files", configMap: { name: "web" } });
  });

  test("that holds a secret is in the Secret, whole", () => {
    const plan = planned({ secrets, files: { "/etc/key": text`key = ${secretValue("key")}` } });
    expect(plan).not.toHaveProperty("config-map");
    expect(plan.secret).toHaveProperty("stringData.file-etc-key", ["key = ", { secret: "key", of: "web" }]);
    expect(podOf(plan).volumes).toContainEqual({ name: "homelab-secrets", secret: { secretName: "web" } });
  });
});
