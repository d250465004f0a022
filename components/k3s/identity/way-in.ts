import { certify, keyFrom, type Request } from "../../certificates/index.ts";
import { userOf } from "../../inventory/index.ts";
import { authorityBundle, authorityKey, lastYearOf, type Roots, subjectOf } from "./authorities.ts";

/** Who comes into a cluster, by a certificate that says so. */
interface Holder {
  name: string;
  /** What their key follows from, beside the generation. */
  key: string;
  subject: Request["subject"];
}

/** The program itself, and whoever is at its keyboard. */
export const ADMINISTRATOR: Holder = {
  name: "admin",
  key: "admin",
  // The group in which Kubernetes asks no role whether one may.
  subject: [{ O: ["system:masters"] }, { CN: ["system:admin"] }],
};

/** One of the people. What they may do is said in the cluster, so that it can be taken back. */
export function personNamed(person: string): Holder {
  return { name: person, key: `people/${person}`, subject: [{ CN: [userOf(person)] }] };
}

/** Somebody's kubeconfig, for a server under one of its addresses. JSON is YAML. */
export async function wayIn(roots: Roots, server: string, holder: Holder): Promise<string> {
  const { cluster, seed, generation } = roots;
  const { name, subject } = holder;
  const key = keyFrom(seed, `${holder.key}/${generation}`);
  const certificate = await certify({
    subject,
    key,
    issuer: { subject: subjectOf(roots, "client-ca"), key: authorityKey(roots, "client-ca") },
    until: lastYearOf(roots),
    use: "client",
  });
  const context = `${name}@${cluster}`;
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
        name,
        user: { "client-certificate-data": base64(certificate), "client-key-data": base64(key.pem) },
      },
    ],
    contexts: [{ name: context, context: { cluster, user: name } }],
    "current-context": context,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
