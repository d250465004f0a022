import type { Host } from "./host.ts";
import type { Container } from "./records.ts";
import { removeVolume, usersOf } from "./volume.ts";

export function tellOf(host: Host, { id, name, config, exitCode }: Container, action: string): void {
  const attributes = { ...config.Labels, image: config.Image, name };
  host.events.tell("container", action, id, {
    ...attributes,
    ...(action === "die" && { exitCode: String(exitCode) }),
  });
}

/** With its anonymous volumes, where that is asked for: nobody could name them any more. */
export function removeContainer(host: Host, container: Container, withVolumes: boolean): void {
  host.containers.delete(container.id);
  for (const exec of host.execs.all()) if (exec.container === container.id) host.execs.delete(exec.id);
  for (const file of host.files.all())
    if (file.container === container.id) host.files.delete(`${container.id}:${file.path}`);
  if (withVolumes)
    for (const { Name = "" } of container.mounts)
      if (host.volumes.get(Name)?.anonymous && usersOf(host, Name).length === 0) removeVolume(host, Name);
  tellOf(host, container, "destroy");
}
