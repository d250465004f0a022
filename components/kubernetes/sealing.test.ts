import { expect, test } from "vitest";
import { chartService, labWith, service } from "../testing/index.ts";
import { planChart } from "./chart.ts";
import { type ChartService, isChart } from "./cluster-service.ts";

const opener = chartService({ provides: "unsealing" }, { name: "sealed-secrets", brings: ["bitnami.com"] });
const lab = labWith(opener, service());

function planned() {
  const found = lab.services.find((each): each is ChartService => isChart(each));
  if (!found) throw new Error("there is no chart");
  return planChart(found, lab);
}

test("the controller finds a key of ours before it would make one, and makes none later", () => {
  const { "sealing-key": key, release } = planned();
  expect(key?.metadata).toMatchObject({
    name: "sealing-key-1",
    namespace: "certs",
    labels: { "sealedsecrets.bitnami.com/sealed-secrets-key": "active" },
  });
  expect(Object.keys(planned()).indexOf("sealing-key")).toBeLessThan(
    Object.keys(planned()).indexOf("release"),
  );
  expect(release).toMatchObject({
    spec: { values: { keyrenewperiod: "0", podAnnotations: { "homelab/generation": "1" } } },
  });
});

test("its key is no part of a chart that opens nothing", () => {
  const others = labWith(chartService());
  const [other] = others.services.filter(isChart);
  expect(other && planChart(other, others)).not.toHaveProperty("sealing-key");
});
