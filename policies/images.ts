import { podIn } from "./pod.ts";
import { known, type Resource } from "./resource.ts";

/** An image that a resource names. */
interface Named {
  image: string;
  /** Which container of a pod. */
  container?: string;
}

export function imagesIn(resource: Resource): Named[] {
  const { type, props } = resource;
  if (type === "docker:index/remoteImage:RemoteImage") return [{ image: props.name }];
  if (type === "docker:index/container:Container") {
    // Not known before the update where it is the id of what a RemoteImage pulls, which is judged by itself.
    const image = known<string>(() => props.image);
    return image === undefined ? [] : [{ image }];
  }
  const pod = podIn(resource);
  return [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])].map(({ name, image }) => ({
    container: name,
    image,
  }));
}
