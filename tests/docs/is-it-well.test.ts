import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { unbuilt } from "../../components/program/index.ts";
import { planVerification, TOPICS } from "../../components/verification/index.ts";
import { exits } from "../../scripts/cli/exits.ts";
import { checkout } from "../../scripts/setup/paths.mjs";
import { labOf } from "../../stacks/labs.ts";

const page = readFileSync(join(checkout, "docs/runbooks/is-it-well.md"), "utf8");

test("the page tells of every topic, and of none that there is not", () => {
  const told = [...page.matchAll(/^\| ((?:`[a-z]+`(?:, )?)+) \|/gm)].flatMap(([, names = ""]) =>
    [...names.matchAll(/`([a-z]+)`/g)].map(([, name]) => name),
  );
  expect(told.toSorted()).toEqual([...TOPICS].toSorted());
});

test("what it names can be asked for, and the exit codes are those", async () => {
  const lab = await labOf("homelab");
  const checks = planVerification({ lab, programs: unbuilt, lifecycles: ["production"], gitops: [] });
  for (const place of ["core", "proxmox", "cloudflare", "tailscale"])
    expect(checks.some((check) => check.place === place)).toBe(true);
  expect(checks.some(({ service }) => service === "jellyfin")).toBe(true);
  expect(page).toContain(`| ${exits.unwell} | something is not as it is declared |`);
  expect(page).toContain(`| ${exits.unseen} | nothing is wrong that was seen`);
});
