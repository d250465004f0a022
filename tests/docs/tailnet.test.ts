import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readLab } from "../../components/lab/index.ts";
import { share } from "../../components/service/index.ts";
import { planTailnet } from "../../components/tailnet/index.ts";
import { inGroup, service, TODAY } from "../../components/testing/index.ts";
import { inventory } from "./examples/tailnet.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(`${ROOT}docs/reference/tailnet.md`, "utf8");

/** The service that the page speaks of. */
const jellyfin = service({
  name: "jellyfin",
  place: { cluster: "home" },
  volumes: { "/media": share("nas/media", { readOnly: true }) },
  expose: { tailnet: true },
});

test("the tailnet's page shows an inventory that a lab accepts", () => {
  expect(page).toContain(readFileSync(`${ROOT}tests/docs/examples/tailnet.ts`, "utf8"));
});

test("and the ways that the page promises follow from it", () => {
  const spec = {
    name: "docs",
    inventory: { file: "inventory.ts", spec: inventory },
    services: [inGroup("media", jellyfin)],
  };
  const { policy } = planTailnet(readLab(spec, TODAY));
  const promised = [...page.matchAll(/^ {4}(\{"src".*\}),$/gm)].map(([, grant = ""]) => grant);
  expect(promised.length).toBeGreaterThan(2);
  for (const grant of promised) expect(policy).toContain(grant);
});
