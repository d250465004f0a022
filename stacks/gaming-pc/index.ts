import { DockerHost } from "../../components/docker/index.ts";
import { dockerHosts } from "../../components/inventory/index.ts";
import { openStack } from "../stack.ts";

const { lab, vault, programs, access, lifecycles, outputs } = await openStack("gaming-pc");

// None, once its card has moved: then an update takes away what there was.
for (const { name: host } of dockerHosts(lab.inventory))
  new DockerHost(host, { lab, host, endpoint: access.docker(host), vault, programs, lifecycles });

export const { urls } = outputs;
