import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { refusal } from "../components/testing/index.ts";
import { readSettings } from "./settings.ts";

const SOUND = {
  "homelab:deploy": '["production"]',
  "homelab:rootSecret": "0123456789abcdef0123456789abcdef",
};

function read(values: Record<string, string>, environment: NodeJS.ProcessEnv = {}) {
  return readSettings(
    { stack: "homelab", values, isSecret: (key) => /access|tokens|rootSecret/.test(key) },
    environment,
  );
}

test("settings are read whole, structured ones from their JSON", () => {
  const access = JSON.stringify({
    brain: { kubeconfig: "apiVersion: v1" },
    "gaming-pc": { docker: "ssh://me@pc" },
  });
  expect(read({ ...SOUND, "homelab:access": access })).toEqual({
    deploy: ["production"],
    access: { brain: { kubeconfig: "apiVersion: v1" }, "gaming-pc": { docker: "ssh://me@pc" } },
    tokens: {},
    tokensBefore: {},
    gitops: [],
    protect: true,
    rootSecret: SOUND["homelab:rootSecret"],
  });
});

test("whether a cluster is made is understood also where the word was encrypted", () => {
  const access = { platform: { made: "false" }, brain: { made: "true" }, core: { made: true } };
  expect(read({ ...SOUND, "homelab:access": JSON.stringify(access) }).access).toEqual({
    platform: { made: false },
    brain: { made: true },
    core: { made: true },
  });
  const wrong = { brain: { made: "soon" } };
  expect(refusal(() => read({ ...SOUND, "homelab:access": JSON.stringify(wrong) }))).toContain(
    "access.brain.made is neither true nor false",
  );
});

test("a misspelt key is told with the one that was meant", () => {
  const message = refusal(() => read({ ...SOUND, "homelab:deplyo": "[]" }));
  expect(message).toContain("Pulumi.homelab.yaml");
  expect(message).toContain("deplyo");
  expect(message).toContain('"deploy"');
});

test("a missing key is told with what may be written", () => {
  const message = refusal(() => read({ "homelab:rootSecret": SOUND["homelab:rootSecret"] }));
  expect(message).toContain("deploy");
  expect(message).toContain("missing");
});

test("a setting of another project is read by nobody, and refused", () => {
  expect(refusal(() => read({ ...SOUND, "kubernetes:context": "home" }))).toContain(
    "kubernetes:context is read by nobody",
  );
});

test("a secret in plain text is refused without being shown", () => {
  const secret = "correct-horse-battery-staple-0123456789";
  const values = { ...SOUND, "homelab:rootSecret": secret };
  const message = refusal(() => readSettings({ stack: "homelab", values, isSecret: () => false }, {}));
  expect(message).toContain("homelab:rootSecret is a secret, and stands in plain text");
  expect(message).toContain("pulumi config set --secret -s homelab homelab:rootSecret");
  expect(message).not.toContain(secret);
});

test("a malformed secret is refused without being shown", () => {
  const message = refusal(() =>
    read({ ...SOUND, "homelab:tokens": '{"hf": 12345678, "Bad Name": "hunter2hunter2"}' }),
  );
  expect(message).toContain("tokens.hf");
  expect(message).not.toContain("12345678");
  expect(message).not.toContain("hunter2hunter2");
});

test("a root secret that is too short is refused without being shown", () => {
  const message = refusal(() => read({ ...SOUND, "homelab:rootSecret": "hunter2" }));
  expect(message).toContain("too short");
  expect(message).not.toContain("hunter2");
});

test("without a root secret, the message says how to get one", () => {
  const { "homelab:deploy": deploy } = SOUND;
  expect(refusal(() => read({ "homelab:deploy": deploy }))).toContain("npx lab env");
  expect(refusal(() => read({ "homelab:deploy": deploy }, { LAB_ROOT_SECRET_FILE: "/nowhere" }))).toContain(
    "/nowhere",
  );
});

test("an archive is never deployed", () => {
  expect(refusal(() => read({ ...SOUND, "homelab:deploy": '["archive"]' }))).toContain("production");
});

test("the way into the sandbox stands in a file, in the place of what is encrypted", () => {
  const folder = mkdtempSync(join(tmpdir(), "given-"));
  const given = {
    access: { brain: { kubeconfig: "of the sandbox" } },
    tokens: { hf: "of nobody" },
    protect: false,
  };
  writeFileSync(join(folder, "homelab.json"), JSON.stringify(given));
  const real = JSON.stringify({ brain: { kubeconfig: "of the house" } });
  expect(read({ ...SOUND, "homelab:access": real }, { LAB_GIVEN_FOLDER: folder })).toMatchObject(given);

  writeFileSync(join(folder, "homelab.json"), JSON.stringify({ access: { brain: { kubeconfig: 5 } } }));
  const message = refusal(() => read(SOUND, { LAB_GIVEN_FOLDER: folder }));
  expect(message).toContain(join(folder, "homelab.json"));
  expect(message).toContain("npx lab sandbox start");
  rmSync(folder, { recursive: true });
});
