import { expect, test } from "vitest";
import { dump, record } from "../recorder.ts";

test("the golden file shows every resource of the gaming-pc stack", async () => {
  const resources = await record("gaming-pc", {
    "homelab:deploy": '["production"]',
    "homelab:rootSecret": "only-for-the-golden-files-0123456789",
  }, () => import("../../stacks/index.ts"));
  await expect(dump(resources)).toMatchFileSnapshot("gaming-pc.yaml");
});
