import { createHash } from "node:crypto";

const LONGEST = 63;

/** A name that Kubernetes accepts everywhere. One that is too long is cut, and keeps what makes it unique. */
export function nameOf(...parts: string[]): string {
  const name = parts.join("-");
  if (name.length <= LONGEST) return name;
  const tail = `-${digest(name)}`;
  return name.slice(0, LONGEST - tail.length).replace(/-+$/, "") + tail;
}

/** A path as part of a name: `/var/lib` is `var-lib`. Where that loses something, a digest tells two paths apart. */
export function slug(path: string): string {
  return nameOf(...wordsOf(path, /[a-z0-9]+/g));
}

/** A path as a key, beside variables, whose names hold no dash: `/etc/web.conf` is `file-etc-web.conf`. */
export function fileKey(path: string): string {
  return ["file", ...wordsOf(path, /[\w.]+/g)].join("-");
}

function wordsOf(path: string, word: RegExp): string[] {
  const words = path.toLowerCase().match(word) ?? [];
  return `/${words.join("/")}` === path ? words : [...words, digest(path)];
}

/** The same data, the same digest: how a change of what a pod only refers to becomes a change of the pod. */
export function digest(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 8);
}
