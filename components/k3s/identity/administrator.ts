import { certify, keyFrom } from "../../certificates/index.ts";
import { authorityBundle, authorityKey, lastYearOf, type Roots, subjectOf } from "./authorities.ts";

/** The kubeconfig of who may do everything, for a server under one of its addresses. JSON is YAML. */
export async function administratorOf(roots: Roots, server: string): Promise<string> {
  const { cluster, seed, generation } = roots;
  const key = keyFrom(seed, `admin/${generation}`);
  const certificate = await certify({
    // The group in which Kubernetes asks no role whether one may.
    subject: [{ O: ["system:masters"] }, { CN: ["system:admin"] }],
    key,
    issuer: { subject: subjectOf(roots, "client-ca"), key: authorityKey(roots, "client-ca") },
    until: lastYearOf(roots),
    use: "client",
  });
  const context = `admin@${cluster}`;
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: cluster,
        cluster: {
          server: `https://${server}:6443`,
          "certificate-authority-data": base64(await authorityBundle(roots, "server-ca")),
        },
      },
    ],
    users: [
      {
        name: "admin",
        user: { "client-certificate-data": base64(certificate), "client-key-data": base64(key.pem) },
      },
    ],
    contexts: [{ name: context, context: { cluster, user: "admin" } }],
    "current-context": context,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
