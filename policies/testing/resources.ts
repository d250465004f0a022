import type { IContainer, IPodSpec } from "kubernetes-models/v1";
import type { Resource } from "../resource.ts";

/** How the engine writes text that it does not know yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const DIGEST = `sha256:${"a".repeat(64)}`;
export const IMAGE = `docker.io/library/web:1.2.3@${DIGEST}`;

type Props = Resource["props"];

/** Anything that a stack may hold. */
export function made(type: string, props: Props, name = "web"): Resource {
  return { type, name, props, urn: `urn:pulumi:test::test::${type}::${name}` };
}

/** On a cluster, in a namespace of its own. */
export function manifest(type: string, { metadata, ...props }: Props, name = "web"): Resource {
  const { apiVersion, kind } = { apiVersion: type.split(":")[0], kind: type.split(":")[1] };
  return {
    ...made(
      `kubernetes:${type}`,
      { apiVersion, kind, metadata: { name, namespace: "web", ...metadata }, ...props },
      name,
    ),
    provider: { name: "core" },
  };
}

/** A pod of one container, of which only is said what matters to a rule. */
export function pod(
  container: Partial<IContainer>,
  spec: Partial<IPodSpec> = {},
  metadata: Props = {},
): Resource {
  return manifest("core/v1:Pod", {
    metadata,
    spec: { ...spec, containers: [{ name: "web", ...container }] },
  });
}

/** Pods by whatever makes them. */
export function workload(type: string, spec: Props, labels: Props = { app: "web" }, name = "web"): Resource {
  const template = { metadata: { labels }, spec: { containers: [{ name: "web" }] } };
  return manifest(type, { spec: { template, ...spec } }, name);
}

export function dockerContainer(props: Props): Resource {
  return made("docker:index/container:Container", props);
}

export function remoteImage(name: string, triggers?: Props): Resource {
  return made("docker:index/remoteImage:RemoteImage", { name, ...(triggers && { triggers }) });
}

export function cloudflare(kind: string, props: Props, name = "web"): Resource {
  return made(`cloudflare:index/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`, props, name);
}

export function tailscale(kind: string, props: Props): Resource {
  return made(`tailscale:index/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`, props);
}

export function proxmox(type: string, props: Props, name = "web"): Resource {
  return made(`proxmoxve:${type}`, props, name);
}
