import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sealingPair } from "../../components/certificates/index.ts";
import { followers, renderCluster } from "../../components/gitops/index.ts";
import { readLab } from "../../components/lab/index.ts";
import { ownSecret } from "../../components/secrets/index.ts";
import {
  chartService,
  inGroup,
  programs,
  service,
  TODAY,
  testInventory,
} from "../../components/testing/index.ts";
import { gitops } from "./examples/gitops.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(`${ROOT}docs/reference/gitops.md`, "utf8");
const known = { root: "0123456789abcdef0123456789abcdef", tokens: {} };

function lab() {
  const { clusters } = testInventory;
  const spec = { ...testInventory, clusters: { ...clusters, core: { ...clusters?.core, gitops } } };
  const services = [
    chartService({ name: "argocd", namespace: "argocd", provides: "gitops" }),
    chartService({ name: "sealed-secrets", namespace: "sealed-secrets", provides: "unsealing" }),
    service(),
  ].map((each) => inGroup("apps", each));
  return readLab({ name: "docs", inventory: { file: "inventory.ts", spec }, services }, TODAY);
}

test("the page shows waves that a lab accepts, and files as they are written", async () => {
  expect(page).toContain(readFileSync(`${ROOT}tests/docs/examples/gitops.ts`, "utf8"));
  const read = lab();
  const [[cluster, declared] = ["", gitops as never]] = followers(read);
  const { files } = await renderCluster(cluster, declared, {
    lab: read,
    programs,
    lifecycles: ["production"],
    known,
    today: TODAY,
    before: () => undefined,
  });
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining([
      "core/root.yaml",
      "core/applications/web.yaml",
      "core/applications/sealed-secrets.yaml",
      "core/services/web/deployment.yaml",
    ]),
  );
  expect(files["core/applications/web.yaml"]).toContain('argocd.argoproj.io/sync-wave: "5"');
  expect(Object.keys(files)).not.toContain("core/applications/argocd.yaml");
});

test("the last year of the first sealing key is the one that the page names", async () => {
  const certificate = await ownSecret(known.root, "docs", sealingPair("docs", "core", 1).certificate);
  const year = new Date(new X509Certificate(certificate).validTo).getUTCFullYear();
  expect(page).toContain(`until the end of ${year} for the first generation`);
});
