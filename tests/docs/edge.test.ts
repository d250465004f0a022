import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { planEdge } from "../../components/edge/index.ts";
import { blueprintOf } from "../../components/service/index.ts";
import { labWith, service } from "../../components/testing/index.ts";
import { album, cloudflared } from "./examples/edge.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

test("the edge's page shows an example that a lab accepts, and from which all follows that it says", () => {
  const example = readFileSync(`${ROOT}tests/docs/examples/edge.ts`, "utf8");
  const page = readFileSync(`${ROOT}docs/reference/edge.md`, "utf8");
  // On the page it stands where a service's file would lie.
  expect(page).toContain(example.replaceAll("../../../components", "../../../../components"));
  const lab = labWith(
    album,
    cloudflared,
    service({
      name: "authentik",
      provides: "sign-in",
      files: { "/blueprints/lab.yaml": blueprintOf("authentik") },
      expose: { public: { access: "public", host: "auth" } },
    }),
  );
  const { tunnels, groups } = planEdge(lab, ["production"]);
  expect(tunnels).toMatchObject([
    {
      cluster: "core",
      entries: [
        { host: "album.example.com", access: "plex-users", programs: ["phones"] },
        { host: "auth.example.com", access: "public" },
      ],
    },
  ]);
  expect(Object.keys(groups)).toEqual(["plex-users"]);
});
