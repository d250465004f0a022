import { boolean, type Fields, integer, list, object, oneOf, required, string } from "../framework/shape.ts";
import type { Failure } from "../framework/validate.ts";
import { computed, type Properties, stringAt } from "../framework/value.ts";

const sshNode = object("node", { address: required(string), name: required(string), port: integer });

/** As in the Provider class of @muhlba91/pulumi-proxmoxve. */
export const config: Fields = {
  apiToken: string,
  authTicket: string,
  csrfPreventionToken: string,
  endpoint: string,
  insecure: boolean,
  minTls: oneOf("", "1.0", "1.1", "1.2", "1.3"),
  otp: string,
  password: string,
  randomVmIdEnd: integer,
  randomVmIdStart: integer,
  randomVmIds: boolean,
  ssh: object("ssh", {
    agent: boolean,
    agentForwarding: boolean,
    agentSocket: string,
    nodeAddressSource: string,
    nodes: list(sshNode),
    password: string,
    privateKey: string,
    socks5Password: string,
    socks5Server: string,
    socks5Username: string,
    username: string,
  }),
  tmpDir: string,
  username: string,
};

/** Where the API is, and who one is there. */
export interface Access {
  endpoint: string;
  insecure: boolean;
  minTls: "TLSv1.1" | "TLSv1.2" | "TLSv1.3" | undefined;
  login: { token: string } | { ticket: string; csrf: string } | { username: string; password: string };
}

const variables: Record<string, string> = {
  apiToken: "PROXMOX_VE_API_TOKEN",
  authTicket: "PROXMOX_VE_AUTH_TICKET",
  csrfPreventionToken: "PROXMOX_VE_CSRF_PREVENTION_TOKEN",
  endpoint: "PROXMOX_VE_ENDPOINT",
  minTls: "PROXMOX_VE_MIN_TLS",
  password: "PROXMOX_VE_PASSWORD",
  username: "PROXMOX_VE_USERNAME",
};

/** With the environment's word where the program says nothing; undefined while a part is not known yet. */
export function accessOf(given: Properties): Access | undefined {
  if (Object.keys(variables).some((key) => given[key] === computed)) return undefined;
  const said = (key: string) => stringAt(given, key) || process.env[variables[key] ?? ""] || undefined;
  const [endpoint, token, ticket, csrf, username, password] = [
    said("endpoint"),
    said("apiToken"),
    said("authTicket"),
    said("csrfPreventionToken"),
    said("username"),
    said("password"),
  ];
  const login =
    token !== undefined
      ? { token }
      : ticket !== undefined && csrf !== undefined
        ? { ticket, csrf }
        : username !== undefined && password !== undefined
          ? { username, password }
          : undefined;
  if (endpoint === undefined || login === undefined) return undefined;
  const insecure = given.insecure === true || process.env.PROXMOX_VE_INSECURE === "true";
  const minTls = said("minTls");
  const version =
    minTls === "1.1" || minTls === "1.2" || minTls === "1.3" ? (`TLSv${minTls}` as const) : undefined;
  return { endpoint: endpoint.replace(/\/(api2\/json\/?)?$/, ""), insecure, minTls: version, login };
}

export function checkConfig(given: Properties): Failure[] {
  const failures: Failure[] = [];
  const said = (key: string) => given[key] ?? process.env[variables[key] ?? ""];
  const endpoint = said("endpoint");
  if (typeof endpoint === "string" && !URL.canParse(endpoint))
    failures.push({ path: ["endpoint"], reason: "has to be a URL such as https://pve.example:8006/" });
  const token = said("apiToken");
  if (typeof token === "string" && !/^\S+@\w+!\S+=\S+$/.test(token))
    failures.push({ path: ["apiToken"], reason: "has to look like user@realm!name=secret" });
  if (said("authTicket") !== undefined && said("csrfPreventionToken") === undefined)
    failures.push({ path: ["authTicket"], reason: "needs csrfPreventionToken beside it" });
  return failures;
}
