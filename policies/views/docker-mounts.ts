import type { Resource } from "../resource.ts";

/** Which folders and files of its machine a Docker container is given, by either of the ways to say it. */
export function sourcesOn({ props }: Resource): string[] {
  const volumes: { hostPath?: string }[] = props.volumes ?? [];
  const mounts: { type: string; source?: string }[] = props.mounts ?? [];
  return [
    ...volumes.flatMap(({ hostPath }) => hostPath ?? []),
    ...mounts.flatMap(({ type, source }) => (type === "bind" && source ? [source] : [])),
  ];
}
