import { changesBetween } from "../framework/changes.ts";
import { Refusal } from "../framework/refusal.ts";
import { boolean, defaulting, type Fields, list, object, required, string } from "../framework/shape.ts";
import { suggestion } from "../framework/suggestion.ts";
import type { ResourceKind, Vendor } from "../framework/vendor.ts";
import { accessOf } from "./access.ts";
import { containerKind } from "./container-kind.ts";
import { Daemon } from "./daemon.ts";
import { imageKind } from "./image-kind.ts";
import { networkKind } from "./network-kind.ts";
import { volumeKind } from "./volume-kind.ts";

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

export const docker: Vendor = {
  name: "docker",
  version: "5.2.0",
  config,
  checkConfig: () => [],
  diffConfig: (before, after) => ({ changes: changesBetween(before, after) }),
  configure(given) {
    const daemon = new Daemon(() => accessOf(given));
    const kinds: Readonly<Record<string, ResourceKind>> = {
      "docker:index/container:Container": containerKind(daemon, given),
      "docker:index/network:Network": networkKind(daemon),
      "docker:index/remoteImage:RemoteImage": imageKind(daemon, given),
      "docker:index/volume:Volume": volumeKind(daemon),
    };
    return (type) => {
      const kind = kinds[type];
      if (kind) return kind;
      const known = suggestion(type, Object.keys(kinds));
      throw new Refusal(`the stand-in for docker has no type ${type}; ${known}`);
    };
  },
};
