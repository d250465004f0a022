import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { ApiError } from "../framework/index.ts";
import { bodyOf } from "./body.ts";
import type { State } from "./state.ts";

const path = "/api/v2/tailnet/:tailnet/logging/:log/stream";

const destinations = ["splunk", "elastic", "panther", "cribl", "datadog", "axiom", "s3", "gcs"] as const;
const stream = z.looseObject({ destinationType: z.enum(destinations), url: z.string().optional() });
/** What is never told again. */
const secrets = new Set(["token", "s3SecretAccessKey", "gcsCredentials"]);

/** Where the logs of a tailnet are sent. */
export function logstreamRoutes(app: FastifyInstance, { logstreams }: State): void {
  const logIn = ({ params }: FastifyRequest) => {
    const { log } = params as { log: string };
    if (log !== "configuration" && log !== "network")
      throw new ApiError(404, `log type "${log}" not found: configuration or network`);
    return log;
  };
  app.get(path, (request) => {
    const found = logstreams.get(logIn(request));
    if (!found) throw new ApiError(404, "log streaming is not configured");
    return found;
  });
  app.put(path, (request) => {
    const told = Object.entries(bodyOf(request, stream)).filter(([key]) => !secrets.has(key));
    logstreams.put(logIn(request), { logType: logIn(request), ...Object.fromEntries(told) });
    return {};
  });
  app.delete(path, (request) => {
    if (!logstreams.delete(logIn(request))) throw new ApiError(404, "log streaming is not configured");
    return {};
  });
}
