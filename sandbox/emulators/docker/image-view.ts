import { dataRoot, type Host, hashOf } from "./host.ts";
import type { Image } from "./records.ts";

const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** What every made-up image runs: nobody can look inside. */
export const imageConfig = {
  Hostname: "",
  Domainname: "",
  User: "",
  AttachStdin: false,
  AttachStdout: false,
  AttachStderr: false,
  Tty: false,
  OpenStdin: false,
  StdinOnce: false,
  Env: [path],
  Cmd: ["/start"],
  Image: "",
  Volumes: null,
  WorkingDir: "",
  Entrypoint: null,
  OnBuild: null,
  Labels: null,
};

export function inspectImage(host: Host, image: Image) {
  return {
    Id: image.id,
    RepoTags: image.tags,
    RepoDigests: image.digests,
    Parent: "",
    Comment: "",
    Created: image.created,
    DockerVersion: "",
    Author: "",
    Config: imageConfig,
    Architecture: image.architecture,
    Os: "linux",
    Size: image.size,
    VirtualSize: image.size,
    GraphDriver: graphDriver(host, image.id.slice(7)),
    RootFS: { Type: "layers", Layers: [`sha256:${hashOf("layer", image.id)}`] },
    Metadata: { LastTagTime: image.tagged },
  };
}

export function summarizeImage(host: Host, image: Image) {
  const users = host.containers.all().filter((container) => container.image === image.id);
  return {
    Containers: users.length,
    Created: Math.floor(Date.parse(image.created) / 1000),
    Id: image.id,
    Labels: imageConfig.Labels,
    ParentId: "",
    RepoDigests: image.digests,
    RepoTags: image.tags,
    SharedSize: 0,
    Size: image.size,
    VirtualSize: image.size,
  };
}

export function graphDriver({ seed }: Host, layer: string) {
  const folder = `${dataRoot}/${seed.storageDriver}/${layer}`;
  return {
    Data: { MergedDir: `${folder}/merged`, UpperDir: `${folder}/diff`, WorkDir: `${folder}/work` },
    Name: seed.storageDriver,
  };
}
