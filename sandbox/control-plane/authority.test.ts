import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SandboxFault } from "../fault.ts";
import { Authority, hostsOf } from "./index.ts";

let folder: string;
let authority: Authority;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "authority-"));
  authority = await Authority.open(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (file: string) => new X509Certificate(readFileSync(file));

test("what it issues is its own, with the key that belongs to it, and good for years", async () => {
  const ca = read(authority.ca);
  expect(ca.ca && ca.verify(ca.publicKey)).toBe(true);
  const { cert, key } = await authority.issue("admin", { name: "admin", organization: "system:masters" });
  const issued = read(cert);
  expect(issued.checkIssued(ca) && issued.verify(ca.publicKey)).toBe(true);
  expect(issued.checkPrivateKey(createPrivateKey(readFileSync(key)))).toBe(true);
  expect(issued.subject).toBe("CN=admin\nO=system:masters");
  expect(issued.keyUsage).toEqual(["1.3.6.1.5.5.7.3.2"]);
  expect(issued.ca).toBe(false);
  expect(new Date(issued.validFrom).getTime()).toBeLessThan(Date.now());
  expect(new Date(issued.validTo).getTime()).toBeGreaterThan(Date.now() + 9 * 365 * 86_400_000);
});

test("a server's is good for its hosts, and a client's for none", async () => {
  const server = read((await authority.issue("serving", { name: "core", hosts: hostsOf() })).cert);
  expect(server.checkHost("kubernetes.default.svc")).toBeDefined();
  expect(server.checkIP("127.0.0.1")).toBe("127.0.0.1");
  expect(server.checkHost("example.com")).toBeUndefined();
  const client = read((await authority.issue("client", { name: "localhost" })).cert);
  expect(client.subjectAltName).toBeUndefined();
});

test("nobody but its owner reads a key", async () => {
  const { key } = await authority.issue("admin", { name: "admin" });
  for (const file of [key, authority.signingKey("accounts"), join(folder, "ca.key")])
    expect(statSync(file).mode & 0o077).toBe(0);
});

test("opened again, it is the same, and issues nothing twice", async () => {
  const files = async (opened: Authority) => {
    const { cert, key } = await opened.issue("admin", { name: "admin" });
    return [opened.ca, cert, key, opened.signingKey("accounts")].map((file) => readFileSync(file, "utf8"));
  };
  const before = await files(authority);
  const again = await Authority.open(folder);
  expect(await files(again)).toEqual(before);
  const later = read((await again.issue("later", { name: "later" })).cert);
  expect(later.verify(read(authority.ca).publicKey)).toBe(true);
});

test("begun and killed before it had a certificate, it begins again", async () => {
  const fresh = mkdtempSync(join(folder, "fresh-"));
  writeFileSync(join(fresh, "ca.key"), "");
  const opened = await Authority.open(fresh);
  expect(read(opened.ca).subject).toBe("CN=homelab sandbox");
});

test.each<[string, (file: (name: string) => string) => void]>([
  ["its certificate cut short", (file) => writeFileSync(file("ca.crt"), "-----BEGIN CERTIFICATE-----\nMIIB")],
  ["its key emptied", (file) => writeFileSync(file("ca.key"), "")],
  ["its key lost", (file) => rmSync(file("ca.key"))],
  ["its certificate lost", (file) => rmSync(file("ca.crt"))],
  ["the key of another", (file) => writeFileSync(file("ca.key"), readFileSync(file("admin.key")))],
])("with %s it is refused, and nothing is written", async (_, damage) => {
  await authority.issue("admin", { name: "admin" });
  damage((name) => join(folder, name));
  const before = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  const fault = await Authority.open(folder).catch((error) => error);
  expect(fault).toBeInstanceOf(SandboxFault);
  expect(fault.message).toContain(`${join(folder, "ca.crt")} and ${join(folder, "ca.key")}`);
  expect(fault.message).toContain("fix: npx lab sandbox reset");
  expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"))).toEqual(before);
});
