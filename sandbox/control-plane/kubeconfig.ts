import { readFileSync } from "node:fs";

/** The way into a cluster for one of its users: files with certificates, and where it listens. */
export interface ClientAccess {
  server: string;
  ca: string;
  cert: string;
  key: string;
}

/** One file with everything in it, so that it can be handed over as text. JSON is YAML. */
export function kubeconfig(cluster: string, user: string, { server, ca, cert, key }: ClientAccess): string {
  const context = `${user}@${cluster}`;
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: cluster, cluster: { server, "certificate-authority-data": inline(ca) } }],
    users: [
      { name: user, user: { "client-certificate-data": inline(cert), "client-key-data": inline(key) } },
    ],
    contexts: [{ name: context, context: { cluster, user } }],
    "current-context": context,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

function inline(file: string): string {
  return readFileSync(file).toString("base64");
}
