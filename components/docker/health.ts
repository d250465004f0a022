import type { types } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import { mainPort, type Service } from "../lab/index.ts";
import type { Health, Port } from "../service/index.ts";

/** Seconds. */
const INTERVAL = 10;
const RETRIES = 3;
const STARTS_WITHIN = 60;

/** Docker knows one question where Kubernetes knows three: is it ready. */
export function healthcheck(service: Service): Unwrap<types.input.ContainerHealthcheck> | undefined {
  const { health } = service;
  if (!health) return undefined;
  return {
    tests: question(health, service),
    interval: `${INTERVAL}s`,
    timeout: "5s",
    retries: RETRIES,
    startPeriod: `${health.startsWithin ?? STARTS_WITHIN}s`,
  };
}

/** How long an update waits for it to become healthy: its start, and as long as Docker takes to give it up. */
export function patience(health: Health): number {
  return (health.startsWithin ?? STARTS_WITHIN) + INTERVAL * RETRIES;
}

function question(health: Health, service: Service): string[] {
  if ("command" in health) return ["CMD", ...health.command];
  const name = "opens" in health ? health.opens : health.port;
  const port = name ? service.ports[name] : mainPort(service);
  if (!port) throw new Error(`${service.name} was checked to have the port of its health, and has not`);
  return [
    "CMD-SHELL",
    "opens" in health ? listens(port) : answers(`http://127.0.0.1:${port.number}${health.ready}`),
  ];
}

/**
 * Docker asks from inside, with what the image carries; which tool that is, only the image knows. So each is tried,
 * and the first that gets a good answer ends the search. An image without a shell needs a health command of its own:
 * the update that waits for it says so at once.
 */
function answers(url: string): string {
  const quoted = `'${url.replaceAll("'", "%27")}'`;
  return [
    `curl -fsS -o /dev/null ${quoted}`,
    `wget -q -O /dev/null ${quoted}`,
    `python3 -c 'import sys, urllib.request as web; web.urlopen(sys.argv[1])' ${quoted}`,
    `node -e 'fetch(process.argv[1]).then(({ ok }) => process.exit(ok ? 0 : 1))' ${quoted}`,
    "exit 1",
  ].join(" || ");
}

/** The kernel's own list of who listens, because hardly any image carries netcat. Its numbers are hexadecimal. */
function listens({ number, protocol }: Port): string {
  const port = number.toString(16).toUpperCase().padStart(4, "0");
  const state = { tcp: "0A", udp: "07" }[protocol];
  return `cat /proc/net/${protocol}* | grep -q ':${port} [0-9A-F]*:[0-9A-F]* ${state} ' || exit 1`;
}
