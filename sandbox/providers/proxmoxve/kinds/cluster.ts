import { integer, number, oneOf, replacing, required, string } from "../../framework/shape.ts";
import type { Kind } from "../kind.ts";
import { count, decimal, filled, flag, hidden, output, part, text } from "../words.ts";
import { backup } from "./backup.ts";
import { listed } from "./listed.ts";

const metrics: Kind = {
  name: "Server",
  autoname: true,
  properties: {
    disable: filled(flag("disable")),
    graphitePath: text("path"),
    graphiteProto: text("proto", oneOf("udp", "tcp")),
    influxApiPathPrefix: text("api-path-prefix"),
    influxBucket: text("bucket"),
    influxDbProto: text("influxdbproto", oneOf("udp", "http", "https")),
    influxMaxBodySize: count("max-body-size"),
    influxOrganization: text("organization"),
    influxToken: hidden(text("token")),
    influxVerify: flag("verify-certificate"),
    mtu: count("mtu"),
    name: text("id", replacing(string)),
    port: count("port", required(integer)),
    server: text("server", required(string)),
    timeout: count("timeout"),
    type: text("type", replacing(required(oneOf("graphite", "influxdb", "opentelemetry")))),
  },
  secrets: ["influxToken"],
  key: ["id"],
  creates: "POST",
  id: ({ name }) => String(name),
  named: (id) => ({ name: id }),
  list: ({ name }) => `/cluster/metrics/server/${part(name)}`,
  one: ({ name }) => `/cluster/metrics/server/${part(name)}`,
};

const replication: Kind = {
  name: "Replication",
  properties: {
    comment: text("comment"),
    disable: filled(flag("disable")),
    guest: output(count("guest")),
    jobnum: output(count("jobnum")),
    rate: decimal("rate", number),
    resourceId: text("id", replacing(required(string))),
    schedule: filled(text("schedule")),
    source: output(text("source")),
    target: text("target", replacing(required(string))),
    type: text("type", replacing(required(oneOf("local")))),
  },
  ...listed("/cluster/replication", "resourceId"),
};

export const cluster: { [type: string]: Kind } = {
  "backup/job:Job": backup,
  "metrics/server:Server": metrics,
  "index/replication:Replication": replication,
};
