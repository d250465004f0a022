import { X509Certificate } from "node:crypto";

/** Where each system wants it; the file is called as in the first line. */
const WAYS = {
  Debian:
    "sudo cp house.crt /usr/local/share/ca-certificates/ && sudo update-ca-certificates (Chrome: its own settings, Authorities)",
  Fedora: "sudo cp house.crt /etc/pki/ca-trust/source/anchors/ && sudo update-ca-trust",
  macOS: "sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain house.crt",
  Windows: "certutil -addstore -f Root house.crt, as administrator",
  iOS: "send it to the device, install the profile, then Settings > General > About > Certificate Trust Settings",
  Android: "Settings > Security > Encryption & credentials > Install a certificate > CA certificate",
  Firefox:
    "Settings > Certificates > View Certificates > Authorities > Import; or about:config, security.enterprise_roots.enabled",
  "Node.js": "NODE_EXTRA_CA_CERTS=house.crt",
};

/** What to do with the root of the house, and how to know that it is this one. */
export function howToInstall(certificate: string): string {
  const { subject, fingerprint256, validTo } = new X509Certificate(certificate);
  const width = Math.max(...Object.keys(WAYS).map((system) => system.length));
  return [
    "Put it into a file (npx lab ca > house.crt), then tell each device that it may believe it, once:",
    ...Object.entries(WAYS).map(([system, how]) => `  ${system.padEnd(width)}  ${how}`),
    `It is ${subject.split("\n").at(-1)?.replace("CN=", "")}, valid until ${validTo}. Its SHA-256, to compare on the device:`,
    `  ${fingerprint256}`,
    "Whoever has the root secret of the lab can sign any name with it: keep that secret well.",
  ].join("\n");
}
