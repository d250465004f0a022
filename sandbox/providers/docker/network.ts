import { boolean, defaulting, type Fields, map, object, replacing, set, string } from "../framework/shape.ts";
import type { Table } from "../framework/table.ts";
import { labels } from "./words.ts";

/** The Engine API has no call that changes a network: every change makes another one. */
const inputs: Fields = {
  attachable: boolean,
  driver: string,
  ingress: boolean,
  internal: boolean,
  ipamConfigs: set(
    object("ipamConfig", { auxAddress: map(string), gateway: string, ipRange: string, subnet: string }),
  ),
  ipamDriver: defaulting(string, "default"),
  ipamOptions: map(string),
  ipv6: boolean,
  labels,
  name: string,
  options: map(string),
};

const fields: Fields = {
  ...Object.fromEntries(Object.entries(inputs).map(([key, field]) => [key, replacing(field)])),
  scope: { ...string, output: true },
};

/** As in the Network class of @pulumi/docker. */
export const network: Table = {
  shape: { is: "object", name: "Network", fields: () => fields },
  autoname: true,
};
