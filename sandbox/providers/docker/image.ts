import { boolean, type Fields, map, replacing, required, set, string } from "../framework/shape.ts";
import type { Table } from "../framework/table.ts";

/** As in the RemoteImage class of @pulumi/docker, without `build`: what is built here is built before Pulumi runs. */
const fields: Fields = {
  forceRemove: boolean,
  imageId: { ...string, output: true },
  keepLocally: boolean,
  name: replacing(required(string)),
  platform: replacing(string),
  pullTriggers: replacing(set(string)),
  repoDigest: { ...string, output: true },
  triggers: replacing(map(string)),
};

export const image: Table = {
  shape: { is: "object", name: "RemoteImage", fields: () => fields },
};
