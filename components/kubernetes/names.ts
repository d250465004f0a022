import { createHash } from "node:crypto";

const LONGEST = 63;
const PLAIN_PATH = /^(\/[a-z0-9]+)+$/;

/** A name that Kubernetes accepts everywhere. One that is too long is cut, and keeps what makes it unique. */
export function nameOf(...parts: string[]): string {
  const name = parts.join("-");
  if (name.length <= LONGEST) return name;
  const tail = `-${digest(name)}`;
  return name.slice(0, LONGEST - tail.length).replace(/-+$/, "") + tail;
}

/** A path as part of a name: `/var/lib` is `var-lib`. Where that loses something, a digest tells two paths apart. */
export function slug(path: string): string {
  const words = path.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return nameOf(...words, ...(PLAIN_PATH.test(path) ? [] : [digest(path)]));
}

/** The same data, the same digest: how a change of what a pod only refers to becomes a change of the pod. */
export function digest(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 8);
}
