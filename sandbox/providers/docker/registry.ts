import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { isObject, objectAt, type Properties, stringAt } from "../framework/value.ts";

/** Docker Hub goes by many names. */
const hub = ["registry-1.docker.io", "index.docker.io", "docker.io", "registry.hub.docker.com"];

/** Who one is at the registry of an image, as the Engine wants to be told it: a header beside the pull. */
export function authHeader(image: string, config: Properties): Record<string, string> {
  const registry = registryOf(image);
  const logins = Array.isArray(config.registryAuth) ? config.registryAuth.filter(isObject) : [];
  const login = logins.find(({ address }) => same(hostOf(String(address)), registry));
  const auth = login ? { ...credentials(login, registry), serveraddress: String(login.address) } : {};
  return { "x-registry-auth": Buffer.from(JSON.stringify(auth)).toString("base64url") };
}

function same(a: string, b: string): boolean {
  return a === b || (hub.includes(a) && hub.includes(b));
}

function registryOf(image: string): string {
  const first = image.split("/", 1)[0] ?? "";
  const isHost = image.includes("/") && (/[.:]/.test(first) || first === "localhost");
  return isHost ? first : "docker.io";
}

function hostOf(address: string): string {
  return address.replace(/^https?:\/\//, "").split("/", 1)[0] ?? "";
}

function credentials(login: Properties, registry: string): { username?: string; password?: string } {
  // Some registries that ask for no login are spoken to with one all the same: any will do.
  if (login.authDisabled === true) return { username: "username", password: "password" };
  const username = stringAt(login, "username") || process.env.DOCKER_REGISTRY_USER;
  if (username) {
    const password = stringAt(login, "password") || process.env.DOCKER_REGISTRY_PASS || "";
    return { username, password };
  }
  const text = stringAt(login, "configFileContent") ?? fileText(stringAt(login, "configFile"));
  return fromFile(text, registry);
}

function fileText(path: string | undefined): string {
  const folder = process.env.DOCKER_CONFIG ?? join(homedir(), ".docker");
  try {
    return readFileSync(path?.replace(/^~(?=\/)/, homedir()) ?? join(folder, "config.json"), "utf8");
  } catch {
    return "{}";
  }
}

function fromFile(text: string, registry: string): { username?: string; password?: string } {
  const auths = objectAt(JSON.parse(text), "auths");
  const found = Object.entries(auths).find(([address]) => same(hostOf(address), registry))?.[1];
  if (!isObject(found)) return {};
  const packed = Buffer.from(stringAt(found, "auth") ?? "", "base64").toString("utf8");
  const at = packed.indexOf(":");
  if (at < 0)
    return { username: stringAt(found, "username") ?? "", password: stringAt(found, "password") ?? "" };
  return { username: packed.slice(0, at), password: packed.slice(at + 1) };
}
