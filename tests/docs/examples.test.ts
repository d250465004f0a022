import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { serviceNamed } from "../../components/lab/index.ts";
import { generated, secretValue } from "../../components/service/index.ts";
import { labWith, service } from "../../components/testing/index.ts";
import { router } from "./examples/router.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The compiler reads the example where it lies; here it is the one that people read. */
test("the router's page shows an example that a lab accepts", () => {
  const example = readFileSync(`${ROOT}tests/docs/examples/router.ts`, "utf8");
  const page = readFileSync(`${ROOT}docs/reference/router.md`, "utf8");
  // On the page it stands where a service's file would lie.
  expect(page).toContain(example.replaceAll("../../../components", "../../../../components"));
  const lab = labWith(
    router,
    service({ name: "ollama" }),
    service({
      name: "postgres",
      provides: "postgresql",
      env: { POSTGRES_PASSWORD: secretValue("password") },
      secrets: { password: generated() },
    }),
  );
  expect(serviceNamed(lab, "router").needs).toEqual(["ollama", "postgres"]);
});
