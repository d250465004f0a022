import { createPrivateKey, generateKeyPairSync, randomBytes, webcrypto, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
// What x509 is built with asks for it, and leaves its import to us.
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { writeWhole } from "../../scripts/setup/files.mjs";
import { SandboxFault } from "../fault.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const years = 10;

/** Whom a certificate is for. Kubernetes reads the name as a user, and the organization as a group. */
export interface Subject {
  name: string;
  organization?: string;
  /** Under which a server is reached; nothing, for a client. */
  hosts?: { dns: string[]; ips: string[] };
}

/** Files with a certificate and its key. */
export interface Credentials {
  cert: string;
  key: string;
}

/** The certificate authority of one sandbox: whatever it has issued stays the same until the folder goes. */
export class Authority {
  readonly ca: string;
  readonly #folder: string;
  readonly #certificate: x509.X509Certificate;
  readonly #key: webcrypto.CryptoKey;

  private constructor(folder: string, certificate: x509.X509Certificate, key: webcrypto.CryptoKey) {
    this.#folder = folder;
    this.ca = join(folder, "ca.crt");
    this.#certificate = certificate;
    this.#key = key;
  }

  static async open(folder: string): Promise<Authority> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const [cert, key] = [join(folder, "ca.crt"), join(folder, "ca.key")];
    // Where it has issued anything, a new one would be trusted by nobody.
    if (!readdirSync(folder).some((file) => file.endsWith(".crt"))) await makeAuthority(cert, key);
    if (!isPair(cert, key))
      throw new SandboxFault(
        `the sandbox's certificate authority is damaged: ${cert} and ${key} do not belong together.`,
        "npx lab sandbox reset  removes the sandbox and begins anew",
      );
    const opened = await webcrypto.subtle.importKey("pkcs8", decode(key), algorithm, false, ["sign"]);
    return new Authority(folder, new x509.X509Certificate(readFileSync(cert, "utf8")), opened);
  }

  async issue(file: string, { name, organization, hosts }: Subject): Promise<Credentials> {
    const credentials = { cert: join(this.#folder, `${file}.crt`), key: join(this.#folder, `${file}.key`) };
    if (existsSync(credentials.cert) && existsSync(credentials.key)) return credentials;
    const keys = await makeKeys();
    const names = [
      ...(hosts?.dns ?? []).map((value) => ({ type: "dns" as const, value })),
      ...(hosts?.ips ?? []).map((value) => ({ type: "ip" as const, value })),
    ];
    const certificate = await x509.X509CertificateGenerator.create({
      ...validity(),
      subject: [{ CN: [name] }, ...(organization ? [{ O: [organization] }] : [])],
      issuer: this.#certificate.subject,
      publicKey: keys.publicKey,
      signingKey: this.#key,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([
          x509.ExtendedKeyUsage.clientAuth,
          ...(hosts ? [x509.ExtendedKeyUsage.serverAuth] : []),
        ]),
        ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
      ],
    });
    writeWhole(credentials.key, await encode(keys.privateKey), 0o600);
    writeWhole(credentials.cert, certificate.toString("pem"));
    return credentials;
  }

  /** The pair that signs the tokens of service accounts. */
  signingKey(file: string): string {
    const path = join(this.#folder, `${file}.key`);
    if (!existsSync(path)) {
      const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      writeWhole(path, privateKey.export({ type: "pkcs8", format: "pem" }).toString(), 0o600);
    }
    return path;
  }
}

async function makeAuthority(cert: string, key: string): Promise<void> {
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: "CN=homelab sandbox",
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  writeWhole(key, await encode(keys.privateKey), 0o600);
  writeWhole(cert, certificate.toString("pem"));
}

/** Whether both are whole, and made for each other. */
function isPair(cert: string, key: string): boolean {
  try {
    return new X509Certificate(readFileSync(cert)).checkPrivateKey(createPrivateKey(readFileSync(key)));
  } catch {
    return false;
  }
}

function validity() {
  const notBefore = new Date(Date.now() - 3600_000);
  const notAfter = new Date(notBefore);
  notAfter.setFullYear(notBefore.getFullYear() + years);
  return { serialNumber: `01${randomBytes(15).toString("hex")}`, notBefore, notAfter };
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
}

async function encode(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");
}

function decode(file: string): ArrayBuffer {
  return x509.PemConverter.decodeFirst(readFileSync(file, "utf8"));
}
