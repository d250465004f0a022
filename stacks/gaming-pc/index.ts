import { DockerHost } from "../../components/docker/index.ts";
import { openStack } from "../stack.ts";

const { lab, vault, access, lifecycles, outputs } = await openStack("gaming-pc");

new DockerHost("gaming-pc", {
  lab,
  host: "gaming-pc",
  endpoint: access.docker("gaming-pc"),
  vault,
  lifecycles,
});

export const { urls } = outputs;
