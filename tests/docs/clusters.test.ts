import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { kubeconfigOf } from "../../components/k3s/index.ts";
import { readLab } from "../../components/lab/index.ts";
import { setupFor } from "../../components/machine/index.ts";
import { ownSecret } from "../../components/secrets/index.ts";
import { TODAY } from "../../components/testing/index.ts";
import { inventory } from "./examples/clusters.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(`${ROOT}docs/reference/clusters.md`, "utf8");
const lab = () =>
  readLab({ name: "docs", inventory: { file: "inventory.ts", spec: inventory }, services: [] }, TODAY);

test("the clusters' page shows an inventory that a lab accepts, with a way into its cluster", async () => {
  expect(page).toContain(readFileSync(`${ROOT}tests/docs/examples/clusters.ts`, "utf8"));
  const kubeconfig = JSON.parse(await ownSecret("a root secret", "docs", kubeconfigOf("home", lab())));
  expect(kubeconfig.clusters[0].cluster.server).toBe("https://box.example.ts.net:6443");
});

test("and every node gets what the page says of it", () => {
  const { packages, files, commands } = setupFor("box", lab());
  expect(packages).toEqual(expect.arrayContaining(["cifs-utils", "nfs-common"]));
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(["/etc/rancher/k3s/config.yaml", "/etc/rancher/k3s/identity/tls/server-ca.key"]),
  );
  expect(commands.at(-1)).toBe("/usr/local/sbin/install-k3s");
  expect(Object.keys(setupFor("desk", lab()).files)).toContain("/usr/local/sbin/install-nvidia-toolkit");
});

test("the last year of the first generation is the one that the page names", async () => {
  const { users } = JSON.parse(await ownSecret("a root secret", "docs", kubeconfigOf("home", lab())));
  const certificate = Buffer.from(users[0].user["client-certificate-data"], "base64");
  const year = new Date(new X509Certificate(certificate).validTo).getUTCFullYear();
  expect(page).toContain(`the first until the end of ${year}.`);
});
