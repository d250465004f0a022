import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type OwnSecret, ownSecret } from "../secrets/index.ts";
import { complaintOf, readerNamed } from "../testing/index.ts";
import { clusterAuthority, houseRoot } from "./index.ts";

const openssl = readerNamed("openssl");

const tell = (secret: OwnSecret, root = "a root secret of a lab that is only a test") =>
  ownSecret(root, "test", secret);

const root = () => tell(houseRoot("test"));
const authority = (cluster = "core", generation = 1) => clusterAuthority("test", cluster, generation);

describe("the authority of the house", () => {
  test("is the same whenever it is made again, and another of another root secret", async () => {
    expect(await root()).toBe(await root());
    expect(await tell(houseRoot("test"), "another root secret, of another lab")).not.toBe(await root());
  });

  test("is one for every stack that has the root secret, and names the same house", async () => {
    const asked = await ownSecret("a root secret of a lab that is only a test", "another", houseRoot("test"));
    expect(asked).toBe(await root());
  });

  test("signs one for each cluster and generation, which signs no other authority", async () => {
    const [own = "", above = ""] = certificatesIn(await tell(authority().chain));
    expect(above).toBe(await root());
    const certificate = new X509Certificate(own);
    expect(certificate.verify(new X509Certificate(above).publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(await tell(authority().key)))).toBe(true);
    const keys = await Promise.all(
      [authority(), authority("brain"), authority("core", 2)].map(({ key }) => tell(key)),
    );
    expect(new Set(keys).size).toBe(3);
  });
});

describe.skipIf(!openssl)("openssl (apt install openssl)", () => {
  /** As cert-manager issues one for an ingress. */
  async function issued(host: string, extension = `subjectAltName=critical,DNS:${host}`) {
    const folder = mkdtempSync(join(tmpdir(), "house-"));
    const at = (name: string) => join(folder, name);
    const run = (...args: string[]) => expect(complaintOf(openssl ?? "", args), args.join(" ")).toBe("");
    writeFileSync(at("root.pem"), await root());
    writeFileSync(at("authority.pem"), await tell(authority().chain));
    writeFileSync(at("authority.key"), await tell(authority().key));
    writeFileSync(at("extensions"), extension);
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", at("leaf.key")];
    run("req", ...key, "-subj", "/", "-out", at("leaf.csr"));
    const signer = ["-CA", at("authority.pem"), "-CAkey", at("authority.key"), "-CAcreateserial"];
    run(
      "x509",
      "-req",
      "-in",
      at("leaf.csr"),
      ...signer,
      "-extfile",
      at("extensions"),
      "-out",
      at("leaf.pem"),
    );
    return (name: string) => {
      const chain = ["-CAfile", at("root.pem"), "-untrusted", at("authority.pem")];
      const args = ["verify", "-x509_strict", "-purpose", "sslserver", ...chain, "-verify_hostname", name];
      return complaintOf(openssl ?? "", [...args, at("leaf.pem")]);
    };
  }

  test("believes a name of the house by the root alone, and no other name", async () => {
    const complaint = await issued("start.home");
    expect(complaint("start.home")).toBe("");
    expect(complaint("elsewhere.home")).toContain("hostname mismatch");
  });

  test("does not believe an authority that a cluster has made", async () => {
    const forged = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign";
    expect((await issued("start.home", forged))("start.home")).not.toBe("");
  });
});

function certificatesIn(chain: string): string[] {
  return chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? [];
}
