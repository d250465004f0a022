import { DockerHost } from "../../components/docker/index.ts";
import { openStack } from "../stack.ts";

const { lab, vault, programs, access, lifecycles, outputs } = await openStack("gaming-pc");

new DockerHost("gaming-pc", {
  lab,
  host: "gaming-pc",
  endpoint: access.docker("gaming-pc"),
  vault,
  programs,
  lifecycles,
});

export const { urls } = outputs;
