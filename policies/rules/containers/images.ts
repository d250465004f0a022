import type { Resource } from "../../resource.ts";
import type { ResourceRule } from "../../rule.ts";
import { look, type Said } from "../../said.ts";
import { scopes } from "../../scope.ts";
import { ofContainers } from "../../views/pod.ts";

/** Also an id without a name: what Docker has pulled already cannot change any more. */
const PINNED = /(^|@)sha256:[0-9a-f]{64}$/;
const ID = /^sha256:/;
/** Their makers, or those whom the makers publish by. */
const REGISTRIES = [
  "docker.io",
  "ghcr.io",
  "quay.io",
  "registry.k8s.io",
  "nvcr.io",
  "lscr.io",
  "codeberg.org",
  "cr.l5d.io",
  "registry.gitlab.com",
];

const scope = scopes.images;

export const images: ResourceRule[] = [
  {
    id: "image-digest",
    title: "Every image is pinned by its digest.",
    sources: ["KY require-image-checksum"],
    reason: "a tag can be moved to another image, also by a thief",
    fix: "add the digest that `docker buildx imagetools inspect IMAGE` shows, or waive image-digest where the service is declared",
    severity: "high",
    scope,
    check: ofImages((image) => !PINNED.test(image) && `runs ${image}, which is not pinned by a digest`),
  },
  {
    id: "image-version",
    title: "Every image says its version.",
    sources: ["KL latest-tag", "TR KSV-0013"],
    reason: "nobody can tell what latest was when it broke, nor go back to what was before",
    fix: "write the version's tag between the name and the digest",
    severity: "medium",
    scope,
    check: ofImages((image) => {
      const tag = tagOf(image);
      return !ID.test(image) && (!tag || tag === "latest") && `runs ${image}, which names no version`;
    }),
  },
  {
    id: "image-registry",
    title: "Every image comes from a registry that is known.",
    sources: ["KL registry", "TR KSV-0125"],
    reason: "a name that resembles a known one is how a stranger's image gets in",
    fix: `use one of ${REGISTRIES.join(", ")}; a registry that should be trusted is added in policies/rules/containers/images.ts`,
    severity: "high",
    scope,
    check: ofImages((image) => {
      const registry = registryOf(image);
      return !ID.test(image) && !REGISTRIES.includes(registry) && `runs ${image}, from ${registry}`;
    }),
  },
];

function ofImages(check: (image: string) => Said): ResourceRule["check"] {
  const inPods = ofContainers(({ image }) => check(image ?? ""));
  return (resource) =>
    scopes.pods.has(resource.type) ? inPods(resource) : look(() => byItself(resource, check));
}

/** What a container runs is the id of an image that is pulled by a resource of its own, and judged there. */
function byItself({ type, props }: Resource, check: (image: string) => Said): Said {
  const said = check(scopes.dockerContainers.has(type) ? props.image : props.name);
  return typeof said === "string" && said ? `it ${said}` : said;
}

function tagOf(image: string): string | undefined {
  return /:([\w][\w.-]*)$/.exec(image.split("@")[0] ?? "")?.[1];
}

/** A first part that looks like no host is a name on Docker's own. */
function registryOf(image: string): string {
  const [host = "", ...rest] = image.split("/");
  return rest.length > 0 && /[.:]|^localhost$/.test(host) ? host : "docker.io";
}
