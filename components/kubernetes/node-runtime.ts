import { posix } from "node:path";
import type { IContainer, IVolume, IVolumeMount } from "kubernetes-models/v1";
import type { Service } from "../lab/index.ts";
import { broughtNode, NODE_FOLDER, reference } from "../service/index.ts";
import { secureContainer } from "./security.ts";

const NAME = "node";
/** Where its image has it. */
const NODE = "/usr/local/bin/node";
const SIZE = "256Mi";

interface NodeRuntime {
  initContainers: IContainer[];
  volumes: IVolume[];
  mounts: IVolumeMount[];
}

/** For a program of ours in an image without Node.js: one file of the pinned image, copied before the pod starts. */
export function planNodeRuntime(service: Service): NodeRuntime | undefined {
  const node = broughtNode(service);
  if (!node) return undefined;
  const mount = { name: NAME, mountPath: NODE_FOLDER };
  return {
    initContainers: [
      {
        name: NAME,
        image: reference(node),
        command: ["cp", NODE, posix.join(NODE_FOLDER, "node")],
        resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
        securityContext: secureContainer(service),
        volumeMounts: [mount],
      },
    ],
    volumes: [{ name: NAME, emptyDir: { sizeLimit: SIZE } }],
    mounts: [{ ...mount, readOnly: true }],
  };
}
