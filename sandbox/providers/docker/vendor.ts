import { changesBetween } from "../framework/changes.ts";
import { Refusal } from "../framework/refusal.ts";
import { boolean, defaulting, type Fields, list, object, required, string } from "../framework/shape.ts";
import { suggestion } from "../framework/suggestion.ts";
import type { Table } from "../framework/table.ts";
import { tableKind } from "../framework/table-kind.ts";
import type { Vendor } from "../framework/vendor.ts";
import { container } from "./container.ts";
import { image } from "./image.ts";
import { network } from "./network.ts";
import { volume } from "./volume.ts";

/** As in the Provider class of @pulumi/docker. */
const config: Fields = {
  caMaterial: string,
  certMaterial: string,
  certPath: string,
  context: string,
  disableDockerDaemonCheck: boolean,
  host: string,
  keyMaterial: string,
  registryAuth: list(
    object("registryAuth", {
      address: required(string),
      authDisabled: defaulting(boolean, false),
      configFile: string,
      configFileContent: string,
      password: string,
      username: string,
    }),
  ),
  sshOpts: list(string),
};

const tables: Readonly<Record<string, Table>> = {
  "docker:index/container:Container": container,
  "docker:index/network:Network": network,
  "docker:index/remoteImage:RemoteImage": image,
  "docker:index/volume:Volume": volume,
};

export const docker: Vendor = {
  name: "docker",
  version: "5.2.0",
  config,
  checkConfig: () => [],
  diffConfig: (before, after) => ({ changes: changesBetween(before, after) }),
  configure: () => (type) => {
    const table = tables[type];
    if (!table)
      throw new Refusal(
        `the stand-in for docker has no type ${type}; ${suggestion(type, Object.keys(tables))}`,
      );
    return tableKind(table, {
      create: unreachable,
      update: unreachable,
      read: unreachable,
      remove: unreachable,
    });
  },
};

function unreachable(): never {
  throw new Refusal("the stand-in for the docker provider cannot apply yet");
}
