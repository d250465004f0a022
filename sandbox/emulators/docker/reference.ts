import { ApiError } from "../framework/index.ts";

/** An image's name, taken apart: `docker.io/library/redis:7@sha256:...` and `redis:7` have the same repository. */
export interface Reference {
  domain: string;
  path: string;
  /** As people write it: without what Docker Hub adds. */
  repository: string;
  tag?: string;
  digest?: string;
}

const component = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const pathPattern = new RegExp(`^${component}(?:/${component})*$`);
const domainPattern =
  /^(?:localhost|\[[0-9a-fA-F:]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*)(?::\d+)?$/;
const wholePattern = /^(?<name>[^@]*?)(?::(?<tag>[\w][\w.-]{0,127}))?(?:@(?<digest>[A-Za-z0-9:+._-]+))?$/;
const digestPattern = /^sha256:[0-9a-f]{64}$/;

export function parseReference(text: string): Reference {
  const { name = "", tag, digest } = wholePattern.exec(text)?.groups ?? {};
  const [domain, path] = splitDomain(name);
  if (path.toLowerCase() !== path)
    throw new ApiError(400, `invalid reference format: repository name (${path}) must be lowercase`);
  const right = pathPattern.test(path) && domainPattern.test(domain);
  if (!right || (digest !== undefined && !digestPattern.test(digest)) || /^[0-9a-f]{64}$/.test(text))
    throw new ApiError(400, "invalid reference format");
  const repository = domain === "docker.io" ? path.replace(/^library\//, "") : `${domain}/${path}`;
  return { domain, path, repository, ...(tag && { tag }), ...(digest && { digest }) };
}

function splitDomain(name: string): [string, string] {
  const at = name.indexOf("/");
  const first = name.slice(0, at);
  const isDomain = at > 0 && (/[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase());
  const [domain, path] = isDomain ? [first, name.slice(at + 1)] : ["docker.io", name];
  if (domain !== "docker.io" && domain !== "index.docker.io") return [domain, path];
  return ["docker.io", path.includes("/") ? path : `library/${path}`];
}
