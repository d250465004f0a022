import { describe, expect, test } from "vitest";
import { planService } from "../kubernetes/index.ts";
import { clusterServiceNamed, containerOf, podOf } from "../kubernetes/testing.ts";
import { serviceNamed } from "../lab/index.ts";
import { generated, secretValue, text, urlOf } from "../service/index.ts";
import { labWith, programs, service } from "../testing/index.ts";
import { siteConf } from "./site-conf.ts";

const site = {
  name: "pages",
  site: "dashboard",
  image: undefined,
  user: undefined,
  ports: { http: 8080 },
  health: { ready: "/healthz" },
};

describe("a site", () => {
  test("is served by a pinned nginx that is not root, from a folder that nobody may write", () => {
    const lab = labWith(service(site));
    const plan = planService(clusterServiceNamed("pages", lab), lab, programs);
    expect(containerOf(plan)).toMatchObject({
      image: expect.stringMatching(/^docker\.io\/library\/nginx:[\w.-]+@sha256:[0-9a-f]{64}$/),
      command: ["nginx", "-e", "stderr", "-g", "daemon off;"],
      securityContext: expect.objectContaining({ readOnlyRootFilesystem: true }),
    });
    expect(containerOf(plan).volumeMounts).toContainEqual({
      name: "homelab-program",
      mountPath: "/app",
      readOnly: true,
    });
    expect(podOf(plan).securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 101 });
    expect(plan).not.toHaveProperty("initContainers");
  });

  test("needs what it passes on to, and keeps a key where keys are kept", () => {
    const conf = siteConf({
      port: 8080,
      passed: {
        "/api/": { to: urlOf("router") },
        "/manager/": {
          to: text`${urlOf("manager")}/v1`,
          key: secretValue("key"),
          onceAllowedBy: text`${urlOf("router")}/admin/providers`,
        },
      },
    });
    const lab = labWith(
      service({ ...site, files: { "/etc/nginx/nginx.conf": conf }, secrets: { key: generated() } }),
      service({ name: "router" }),
      service({ name: "manager" }),
    );
    expect(serviceNamed(lab, "pages").needs.toSorted()).toEqual(["manager", "router"]);
    const plan = planService(clusterServiceNamed("pages", lab), lab, programs);
    expect(plan).not.toHaveProperty("config-map");
    const told = JSON.stringify(plan.secret);
    expect(told).toContain("proxy_pass http://router.apps.svc:8080/;");
    expect(told).toContain("auth_request /-gate-1;");
  });
});

test("what is said of a program that is missing is JSON that nginx takes, whatever is in it", () => {
  const { text: parts } = siteConf({
    port: 8080,
    passed: {},
    missing: { "/manager/": `It's "not" here; {nothing} is.` },
  });
  const [, json = ""] = /return 404 '(.*)';/.exec(parts.join("")) ?? [];
  expect(JSON.parse(json)).toEqual({ error: { message: `It's "not" here; {nothing} is.` } });
});
