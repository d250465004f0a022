import { ApiError } from "../framework/index.ts";
import type { HostConfig } from "./container-request.ts";

const common = [
  "mode",
  "max-buffer-size",
  "env",
  "env-regex",
  "labels",
  "labels-regex",
  "tag",
  "cache-disabled",
];
const rotation = ["max-size", "max-file", "compress"];

/** The drivers whose options are known; those of the others belong to services outside of the host. */
const drivers: Record<string, string[] | undefined> = {
  "": [],
  none: [],
  "json-file": [...common, ...rotation],
  local: [...common, ...rotation],
  journald: [...common],
};
const foreign = ["awslogs", "fluentd", "gcplogs", "gelf", "splunk", "syslog"];

export function refuseLogging({ Type, Config }: HostConfig["LogConfig"]): void {
  if (foreign.includes(Type)) return;
  const known = drivers[Type];
  if (!known) throw new ApiError(400, `error looking up logging plugin ${Type}: plugin "${Type}" not found`);
  const unknown = Object.keys(Config ?? {}).find((option) => !known.includes(option));
  if (unknown !== undefined && Type !== "")
    throw new ApiError(400, `unknown log opt '${unknown}' for log driver ${Type}`);
}

export const logDrivers = Object.keys(drivers)
  .filter((name) => !["", "none"].includes(name))
  .concat(foreign)
  .toSorted();
