import { createHash, type webcrypto } from "node:crypto";
// What x509 is built with asks for it, and leaves its import to us.
import "reflect-metadata";
import { p256 } from "@noble/curves/nist.js";
import * as x509 from "@peculiar/x509";
import type { Key } from "./key.ts";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
/** Before any lab was: a date that moves would make another certificate at every preview. */
const FIRST_YEAR = 2026;

/** All that makes a certificate this one. */
export interface Request {
  subject: x509.JsonName;
  key: Pick<Key, "spki" | "id">;
  issuer: { subject: x509.JsonName; key: Key };
  /** The first year in which it is valid, where that matters. */
  from?: number;
  /** The last one. */
  until: number;
  /** An authority, one that signs no further authority, what is sealed to, who shows who he is, or answers at these names. */
  use: "authority" | "last authority" | "sealing" | "client" | { names: string[] };
}

/** A certificate as PEM. Asked for again, it is the same to the last byte. */
export async function certify({
  subject,
  key,
  issuer,
  from = FIRST_YEAR,
  until,
  use,
}: Request): Promise<string> {
  const isRoot = issuer.key.id === key.id;
  const certificate = await x509.X509CertificateGenerator.create(
    {
      subject,
      issuer: issuer.subject,
      serialNumber: serialOf([subject, key.id, until, ...(typeof use === "object" ? use.names : [])]),
      notBefore: new Date(`${from}-01-01T00:00:00Z`),
      notAfter: new Date(`${until}-12-31T23:59:59Z`),
      publicKey: new Uint8Array(key.spki),
      signingAlgorithm: ALGORITHM,
      signingKey: { ...PRIVATE, algorithm: ALGORITHM },
      extensions: [
        ...extensionsFor(use),
        new x509.SubjectKeyIdentifierExtension(key.id),
        // k3s takes the certificate that names no other as its issuer for the root, whose hash is in its tokens.
        ...(isRoot ? [] : [new x509.AuthorityKeyIdentifierExtension(issuer.key.id)]),
      ],
    },
    signedBy(issuer.key),
  );
  return `${certificate.toString("pem")}\n`;
}

function extensionsFor(use: Request["use"]): x509.Extension[] {
  const { keyCertSign, cRLSign, digitalSignature, keyEncipherment } = x509.KeyUsageFlags;
  if (use === "sealing") return [new x509.KeyUsagesExtension(keyEncipherment, true)];
  if (use === "authority" || use === "last authority")
    return [
      new x509.BasicConstraintsExtension(true, use === "authority" ? undefined : 0, true),
      new x509.KeyUsagesExtension(keyCertSign | cRLSign | digitalSignature, true),
    ];
  const side = use === "client" ? x509.ExtendedKeyUsage.clientAuth : x509.ExtendedKeyUsage.serverAuth;
  return [
    new x509.KeyUsagesExtension(digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([side]),
    ...(use === "client" ? [] : [new x509.SubjectAlternativeNameExtension(use.names.map(dnsName))]),
  ];
}

function dnsName(value: string): x509.JsonGeneralName {
  return { type: "dns", value };
}

/** Positive, and another one wherever the certificate is another one. */
function serialOf(request: unknown[]): string {
  const digest = createHash("sha256").update(JSON.stringify(request)).digest("hex");
  return `01${digest.slice(0, 30)}`;
}

const PRIVATE = { type: "private", extractable: false, usages: ["sign"] } as const;

/** What the library asks of a Crypto, which would sign with a new random number each time: here it follows (RFC 6979). */
function signedBy({ secret }: Key): webcrypto.Crypto {
  const sign = async (_algorithm: unknown, _key: unknown, text: ArrayBuffer) =>
    p256.sign(new Uint8Array(text), secret).buffer;
  return { subtle: { sign } } as unknown as webcrypto.Crypto;
}
