import type { IContainer, IProbe } from "kubernetes-models/v1";
import { mainPort, type Service } from "../lab/index.ts";
import type { Health } from "../service/index.ts";

type Probes = Pick<IContainer, "readinessProbe" | "livenessProbe" | "startupProbe">;
type Handler = Pick<IProbe, "exec" | "httpGet" | "tcpSocket">;

const STARTUP_PERIOD = 5;

/**
 * Not ready after half a minute, started again only after two: a program that is busy must not be killed for it.
 * A slow start is waited for separately, so that it makes neither of the two patient for ever.
 */
export function planProbes(service: Service): Probes {
  const { health } = service;
  if (!health) return {};
  const ready = handlerOf(health, service);
  const live = "live" in health && health.live ? pageOf(health.live, health.port, service) : ready;
  return {
    readinessProbe: { ...ready, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: { ...live, periodSeconds: 20, timeoutSeconds: 10, failureThreshold: 6 },
    ...(health.startsWithin && {
      startupProbe: {
        ...ready,
        periodSeconds: STARTUP_PERIOD,
        timeoutSeconds: 5,
        failureThreshold: Math.ceil(health.startsWithin / STARTUP_PERIOD),
      },
    }),
  };
}

function handlerOf(health: Health, service: Service): Handler {
  if ("command" in health) return { exec: { command: health.command } };
  if ("opens" in health) return { tcpSocket: { port: portNumbered(health.opens, service) } };
  return pageOf(health.ready, health.port, service);
}

function pageOf(path: string, port: string | undefined, service: Service): Handler {
  return { httpGet: { path, port: portNumbered(port, service) } };
}

function portNumbered(name: string | undefined, service: Service): number {
  const port = name ? service.ports[name] : mainPort(service);
  if (!port) throw new Error(`${service.name} was checked to have the port of its health, and has not`);
  return port.number;
}
