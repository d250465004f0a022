import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { complaintOf, readerNamed, refusal } from "../testing/index.ts";
import { cloudInit, type Setup, type SetupText, script, setupOf } from "./index.ts";

const cloudInitProgram = readerNamed("cloud-init");
const shellcheck = readerNamed("shellcheck");

const token = { owner: "clusters/core", name: "token", length: 32 } as const;
const setup: Setup = setupOf(
  "box",
  {
    packages: ["nfs-common", "curl"],
    files: { "/etc/rancher/k3s/config.yaml": { text: ["token: ", token, "\n"] } },
    commands: ["systemctl enable --now something"],
  },
  {
    packages: ["curl"],
    files: { "/etc/motd": { text: ['It\'s "mine", $HOME and `all`\n'], owner: "root:root", mode: "0640" } },
  },
);
const operator = { user: "me", sshKeys: ["ssh-ed25519 AAAA me@desk"] };

/** As it would be with its secrets filled in. */
function filled(text: SetupText): string {
  return text.map((part) => (typeof part === "string" ? part : "s3cret")).join("");
}

test("pieces come together: every package once, every file, commands in order", () => {
  expect(setup.packages).toEqual(["curl", "nfs-common"]);
  expect(Object.keys(setup.files)).toEqual(["/etc/rancher/k3s/config.yaml", "/etc/motd"]);
});

test("a file that two pieces write is refused", () => {
  const piece = { files: { "/etc/motd": { text: ["hello"] } } };
  expect(refusal(() => setupOf("box", piece, piece))).toContain(
    "the setup of box: two of its pieces write /etc/motd",
  );
});

test("cloud-init holds every file as it is, a secret for its owner alone", () => {
  const { write_files: files } = parse(filled(cloudInit("box", operator, setup)));
  expect(files).toEqual([
    expect.objectContaining({
      path: "/etc/rancher/k3s/config.yaml",
      permissions: "0600",
      content: "token: s3cret\n",
    }),
    expect.objectContaining({
      path: "/etc/motd",
      permissions: "0640",
      owner: "root:root",
      content: 'It\'s "mine", $HOME and `all`\n',
    }),
  ]);
});

test("a secret of several lines travels in base64, and arrives as it is", () => {
  const made = setupOf("box", { files: { "/etc/ca.pem": { base64: true, text: [token] } } });
  const text = (parts: SetupText) =>
    parts.map((part) => (typeof part === "string" ? part : "YQpiCg==")).join("");
  expect(parse(text(cloudInit("box", operator, made))).write_files).toEqual([
    expect.objectContaining({ encoding: "b64", content: "YQpiCg==", permissions: "0600" }),
  ]);
  expect(text(script("box", made))).toContain(
    "base64 --decode <<'END_OF_FILE' | install -m 0600 /dev/stdin /etc/ca.pem\nYQpiCg==\nEND_OF_FILE\n",
  );
});

test("a secret is only named until somebody fills it in", () => {
  expect(cloudInit("box", operator, setup)).toContainEqual(token);
  expect(script("box", setup)).toContainEqual(token);
});

test.skipIf(!cloudInitProgram)("cloud-init takes it (apt install cloud-init)", () => {
  const file = join(mkdtempSync(join(tmpdir(), "setup-")), "user-data");
  writeFileSync(file, filled(cloudInit("box", operator, setup)));
  expect(complaintOf(cloudInitProgram ?? "", ["schema", "--config-file", file])).toBe("");
});

test.skipIf(!shellcheck)("shellcheck has nothing to say of the script (apt install shellcheck)", () => {
  expect(complaintOf(shellcheck ?? "", ["-"], filled(script("box", setup)))).toBe("");
});
