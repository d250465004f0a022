import type { Body } from "../api.ts";
import { refuse } from "../envelope.ts";
import { Fields, isBody } from "../fields.ts";

const badConfiguration = 1056;
const schemes = /^(https?|tcp|ssh|rdp|smb|wss?):\/\/[^/\s]+/;
const sockets = /^unix(\+tls)?:\/./;
const words = new Set(["hello_world", "bastion", "socks-proxy"]);

const originRequestKeys = new Set([
  "access",
  "bastionMode",
  "caPool",
  "connectTimeout",
  "disableChunkedEncoding",
  "h2Origin",
  "http2Origin",
  "httpHostHeader",
  "ipRules",
  "keepAliveConnections",
  "keepAliveTimeout",
  "matchSNItoHost",
  "noHappyEyeballs",
  "noTLSVerify",
  "originServerName",
  "proxyAddress",
  "proxyPort",
  "proxyType",
  "tcpKeepAlive",
  "tlsTimeout",
]);

/** Refuses what cloudflared could not run by: it is told the rules in this order, and takes the first that fits. */
export function checkConfiguration(config: Body): void {
  checkOriginRequest(config.originRequest, "originRequest");
  const { ingress } = config;
  if (ingress === undefined || ingress === null) return;
  if (!Array.isArray(ingress) || !ingress.every(isBody) || ingress.length === 0)
    refuse(400, badConfiguration, "Bad Configuration: ingress has to be a list of at least one rule");
  for (const [index, rule] of ingress.entries()) checkRule(rule, index, ingress.length);
}

function checkRule(rule: Body, index: number, count: number): void {
  const wrong = (what: string): never =>
    refuse(400, badConfiguration, `Bad Configuration: Rule #${index + 1} ${what}`);
  const fields = new Fields(rule, badConfiguration);
  const hostname = fields.string("hostname") ?? "";
  const path = fields.string("path") ?? "";
  const service = fields.string("service") ?? wrong("has no service");
  const all = (hostname === "" || hostname === "*") && path === "";
  if (index === count - 1 && !all)
    refuse(
      400,
      badConfiguration,
      "Bad Configuration: The last ingress rule must match all URLs (i.e. it should not have a hostname or path filter)",
    );
  if (index < count - 1 && all) wrong("matches every hostname: the rules after it would never be used");
  if (
    hostname.lastIndexOf("*") > 0 ||
    (hostname.startsWith("*") && hostname !== "*" && !hostname.startsWith("*."))
  )
    wrong(`has the hostname ${hostname}: a wildcard stands alone for the first label, as in *.example.com`);
  if (hostname.includes(":")) wrong(`has the hostname ${hostname}: a hostname has no port`);
  if (!isService(service)) wrong(`has the service ${service}, which is no address with a scheme and a host`);
  try {
    new RegExp(path);
  } catch {
    wrong(`has the path ${path}, which is not a regular expression`);
  }
  checkOriginRequest(rule.originRequest, `Rule #${index + 1} originRequest`);
}

function isService(service: string): boolean {
  const status = /^http_status:(\d{3})$/.exec(service)?.[1];
  if (status !== undefined) return Number(status) >= 100 && Number(status) <= 999;
  if (words.has(service) || sockets.test(service)) return true;
  // A path would be lost: cloudflared passes on the one that was asked for.
  return schemes.test(service) && URL.canParse(service) && ["", "/"].includes(new URL(service).pathname);
}

function checkOriginRequest(value: unknown, where: string): void {
  if (value === undefined || value === null) return;
  if (!isBody(value)) refuse(400, badConfiguration, `Bad Configuration: ${where} has to be an object`);
  const unknown = Object.keys(value).find((key) => !originRequestKeys.has(key));
  if (unknown !== undefined)
    refuse(400, badConfiguration, `Bad Configuration: ${where} has no field ${unknown}`);
}
