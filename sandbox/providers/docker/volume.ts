import { type Fields, map, replacing, string } from "../framework/shape.ts";
import type { Table } from "../framework/table.ts";
import { labels } from "./words.ts";

/** As in the Volume class of @pulumi/docker, without the volumes of a Swarm: the stand-in has no Swarm. */
const fields: Fields = {
  driver: replacing(string),
  driverOpts: replacing(map(string)),
  labels: replacing(labels),
  mountpoint: { ...string, output: true },
  name: replacing(string),
};

export const volume: Table = {
  shape: { is: "object", name: "Volume", fields: () => fields },
  autoname: true,
};
