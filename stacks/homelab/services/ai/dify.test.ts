import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { partsOf } from "../../../../components/service/index.ts";
import { complaintOf, readerNamed } from "../../../../components/testing/index.ts";
import { dify } from "./dify.ts";

const nginx = readerNamed("nginx");
const conf = dify.files?.["/etc/nginx/nginx.conf"] ?? "";

test.skipIf(!nginx)("nginx reads how the parts of Dify come under one name (apt install nginx)", () => {
  const folder = mkdtempSync(join(tmpdir(), "dify-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "nginx.conf");
  // Services have no names on this machine.
  const told = partsOf(conf).map((part) =>
    typeof part === "string" ? part.replaceAll(" /tmp/", ` ${folder}/`) : "host" in part ? "127.0.0.1" : "80",
  );
  writeFileSync(file, told.join(""));
  expect(complaintOf(nginx ?? "", ["-t", "-q", "-e", "stderr", "-c", file])).toBe("");
});
