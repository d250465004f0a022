import { readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Origin } from "../framework/http.ts";
import { Refusal } from "../framework/refusal.ts";
import { isObject, type Properties, stringAt, type Value } from "../framework/value.ts";

const usual = "unix:///var/run/docker.sock";

/** The way to a Docker Engine, from the provider's configuration and the variables that the official one reads. */
export function accessOf(config: Properties): Origin {
  const context = setting(config, "context", "DOCKER_CONTEXT");
  const host = context ? hostOfContext(context) : (setting(config, "host", "DOCKER_HOST") ?? usual);
  const [, scheme = "", rest = ""] = /^(\w+):\/\/(.*)$/.exec(host) ?? [];
  switch (scheme) {
    case "unix":
      return { url: "http://docker", agent: new http.Agent({ keepAlive: true }), socketPath: rest };
    case "tcp":
    case "http":
    case "https":
      return overNetwork(scheme, rest.replace(/\/$/, ""), config);
    case "ssh":
      throw new Refusal(
        `the stand-in for the docker provider cannot reach ${host}: it speaks unix://, tcp:// and tcp:// with TLS. ` +
          "Use the official plugin, or forward the socket (ssh -NL /tmp/docker.sock:/var/run/docker.sock ...) and name that",
      );
    default:
      throw new Refusal(`host has to be a URL of unix://, tcp:// or ssh://, and is ${JSON.stringify(host)}`);
  }
}

function overNetwork(scheme: string, address: string, config: Properties): Origin {
  const material = tlsMaterial(config);
  if (!material && scheme !== "https")
    return { url: `http://${address}`, agent: new http.Agent({ keepAlive: true }) };
  return { url: `https://${address}`, agent: new https.Agent({ keepAlive: true, ...material }) };
}

function tlsMaterial(config: Properties): https.AgentOptions | undefined {
  const ca = setting(config, "caMaterial", "DOCKER_CA_MATERIAL");
  const cert = setting(config, "certMaterial", "DOCKER_CERT_MATERIAL");
  const key = setting(config, "keyMaterial", "DOCKER_KEY_MATERIAL");
  const folder = setting(config, "certPath", "DOCKER_CERT_PATH");
  if (!cert && !key) return folder ? fromFolder(folder) : undefined;
  if (!cert || !key) throw new Refusal("certMaterial and keyMaterial have to be given together");
  if (folder) throw new Refusal("certPath and certMaterial exclude each other: remove one");
  // As the official provider has it: without an authority, whoever answers is believed.
  return { cert, key, ...(ca ? { ca } : { rejectUnauthorized: false }) };
}

function fromFolder(folder: string): https.AgentOptions {
  const file = (name: string) => {
    try {
      return readFileSync(join(folder, name));
    } catch {
      throw new Refusal(
        `certPath has to hold ca.pem, cert.pem and key.pem, and ${join(folder, name)} cannot be read`,
      );
    }
  };
  return { ca: file("ca.pem"), cert: file("cert.pem"), key: file("key.pem") };
}

function setting(config: Properties, key: string, variable: string): string | undefined {
  return stringAt(config, key) || process.env[variable] || undefined;
}

/** Docker's command line keeps its contexts here, each in a folder whose name is a hash. */
function hostOfContext(name: string): string {
  const folder = join(homedir(), ".docker", "contexts", "meta");
  for (const each of foldersIn(folder)) {
    const meta = metaIn(join(folder, each, "meta.json"));
    if (!isObject(meta) || meta.Name !== name || !isObject(meta.Endpoints)) continue;
    const { docker } = meta.Endpoints;
    if (isObject(docker) && typeof docker.Host === "string") return docker.Host;
  }
  throw new Refusal(`context ${name} is none that ${folder} knows: see "docker context ls"`);
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function metaIn(path: string): Value | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
