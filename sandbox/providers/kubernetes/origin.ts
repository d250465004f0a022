import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import type { Origin } from "../framework/http.ts";
import { Refusal } from "../framework/refusal.ts";
import { type Properties, stringAt } from "../framework/value.ts";
import type { Access } from "./kubeconfig.ts";

/** The API server that a kubeconfig speaks of, and what one shows it to be let in. */
export function originOf({ cluster, user }: Access): Origin {
  const url = String(cluster.server).replace(/\/$/, "");
  return {
    url,
    agent: agentFor(url, cluster, user),
    headers: { accept: "application/json", ...authorization(user) },
  };
}

function agentFor(server: string, cluster: Properties, user: Properties): http.Agent {
  if (!server.startsWith("https:")) return new http.Agent({ keepAlive: true });
  return new https.Agent({
    keepAlive: true,
    ...given("ca", material(cluster, "certificate-authority")),
    ...given("cert", material(user, "client-certificate")),
    ...given("key", material(user, "client-key")),
    ...given("servername", stringAt(cluster, "tls-server-name")),
    rejectUnauthorized: cluster["insecure-skip-tls-verify"] !== true,
  });
}

/** A kubeconfig holds a certificate itself, in base64, or names its file. */
function material(holder: Properties, key: string): Buffer | undefined {
  const data = stringAt(holder, `${key}-data`);
  const file = stringAt(holder, key);
  if (data !== undefined) return Buffer.from(data, "base64");
  return file === undefined ? undefined : readFileSync(file);
}

function given<T>(key: string, value: T | undefined): Record<string, T> {
  return value === undefined ? {} : { [key]: value };
}

function authorization(user: Properties): Record<string, string> {
  if (user.exec !== undefined || user["auth-provider"] !== undefined)
    throw new Refusal(
      "the kubeconfig gets its credentials from another program: that needs the official plugin",
    );
  const file = stringAt(user, "tokenFile");
  const token =
    stringAt(user, "token") ?? (file === undefined ? undefined : readFileSync(file, "utf8").trim());
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
