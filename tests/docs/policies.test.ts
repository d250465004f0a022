import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { policyRecords } from "../../scripts/cli/data/policy-record.ts";
import { policiesPage } from "../../scripts/cli/view/policies.ts";

const PAGE = `${import.meta.dirname}/../../docs/reference/policies.md`;

test("the page of the policies lists every rule as it is", async () => {
  const page = readFileSync(PAGE, "utf8");
  const table = policiesPage(policyRecords([]));
  const current = page.replace(/(<!-- begin: .* -->\n)[\s\S]*(<!-- end -->)/, `$1${table}\n$2`);
  expect(current).toContain("`image-digest`");
  await expect(current).toMatchFileSnapshot(PAGE);
});
