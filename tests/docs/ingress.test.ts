import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isChart, planChart } from "../../components/kubernetes/index.ts";
import { planOf } from "../../components/kubernetes/testing.ts";
import { type Lab, serviceNamed } from "../../components/lab/index.ts";
import { labWith, service } from "../../components/testing/index.ts";
import { grafana } from "./examples/charts.ts";
import { certManager } from "./examples/ingress.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** On the page it stands where a service's file would lie. */
function shows(page: string): void {
  const example = readFileSync(`${ROOT}tests/docs/examples/${page}.ts`, "utf8");
  const text = readFileSync(`${ROOT}docs/reference/${page}.md`, "utf8");
  expect(text).toContain(example.replaceAll("../../../components", "../../../../components"));
}

function chartOf(name: string, lab: Lab) {
  const found = serviceNamed(lab, name);
  if (!isChart(found)) throw new Error(`${name} is no chart`);
  return planChart(found, lab);
}

test("the page of charts shows one that a lab accepts, told what was counted and where its secret goes", () => {
  shows("charts");
  expect(chartOf("grafana", labWith(grafana)).release).toMatchObject({
    spec: {
      values: {
        resources: { requests: { memory: "256Mi" }, limits: { memory: "512Mi" } },
        adminPassword: { text: [{ secret: "admin-password", of: "grafana" }] },
      },
    },
  });
});

test("the page of the ingress shows who issues the certificates of its cluster", () => {
  shows("ingress");
  const lab = labWith(certManager, service({ expose: { lan: { host: "start", guard: "admin" } } }));
  expect(chartOf("cert-manager", lab)).toHaveProperty("house-issuer");
  expect(chartOf("cert-manager", lab)).toHaveProperty("public-issuer");
  expect(planOf("web", lab)["lan-certificate"]).toMatchObject({ spec: { dnsNames: ["start.home"] } });
});
