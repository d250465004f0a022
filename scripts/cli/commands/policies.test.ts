import { expect, test } from "vitest";
import type { PolicyRecord } from "../data/policy-record.ts";
import { lab } from "../testing/lab.ts";

test("tells a script of every rule what it asks for, and who is excused", () => {
  const policies: PolicyRecord[] = JSON.parse(lab("policies", "--json").out);
  expect(policies.find(({ id }) => id === "open-port")).toMatchObject({
    severity: "high",
    scope: "Services",
    sources: expect.arrayContaining(["KL exposed-services"]),
    waivers: expect.arrayContaining([
      { stack: "homelab", service: "jellyfin", because: expect.any(String), until: "2027-06-30" },
    ]),
  });
});

test("tells a person of every rule in a line", () => {
  expect(lab("policies").out).toMatch(/^open-port +high .*immich.*jellyfin/m);
});
