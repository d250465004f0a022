import { ApiRefusal } from "../framework/http.ts";
import { Refusal } from "../framework/refusal.ts";
import { tableKind } from "../framework/table-kind.ts";
import { type Properties, stringAt, type Value } from "../framework/value.ts";
import type { ResourceKind } from "../framework/vendor.ts";
import type { Daemon } from "./daemon.ts";
import { image } from "./image.ts";
import { authHeader } from "./registry.ts";

/** An image of a registry on the host. Its id is the Engine's id and the name that led to it. */
export function imageKind(daemon: Daemon, config: Properties): ResourceKind {
  const outputsOf = async (name: string, platform: string, signal: AbortSignal) => {
    const found = await presentImage(daemon, config, { name, platform, signal });
    return { imageId: String(found.Id), repoDigest: digestOf(name, found) };
  };
  return tableKind(image, {
    async create({ inputs, signal }) {
      const name = String(inputs.name);
      const outputs = await outputsOf(name, stringAt(inputs, "platform") ?? "", signal);
      return { id: outputs.imageId + name, state: { ...inputs, ...outputs } };
    },
    async update({ inputs, signal }) {
      const platform = stringAt(inputs, "platform") ?? "";
      return { ...inputs, ...(await outputsOf(String(inputs.name), platform, signal)) };
    },
    async read({ id, inputs, state, signal }) {
      const name =
        stringAt(inputs, "name") ?? stringAt(state, "name") ?? id.replace(/^sha256:[0-9a-f]{64}/, "");
      const found = await localImage(daemon, name, signal);
      if (!found) return undefined;
      const outputs = { imageId: String(found.Id), repoDigest: digestOf(name, found) };
      const said = inputs.name === undefined ? { name } : inputs;
      return { id: outputs.imageId + name, inputs: said, state: { ...said, ...outputs } };
    },
    async remove({ inputs, state, signal }) {
      const { name, keepLocally, forceRemove } = { ...state, ...inputs };
      if (keepLocally === true || !(await localImage(daemon, String(name), signal))) return;
      const query = { force: forceRemove === true ? "1" : "0" };
      const path = `/images/${String(name)}`;
      try {
        await daemon.answer({ path, method: "DELETE", query, signal });
      } catch (error) {
        if (!(error instanceof ApiRefusal) || error.status !== 404) throw error;
      }
    },
  });
}

/** The image that a name leads to on the host, pulled where it is not there. */
export async function presentImage(
  daemon: Daemon,
  config: Properties,
  { name, platform, signal }: { name: string; platform: string; signal: AbortSignal },
): Promise<Properties> {
  const local = await localImage(daemon, name, signal);
  if (local) return local;
  await pull(daemon, config, name, platform, signal);
  const pulled = await localImage(daemon, name, signal);
  if (!pulled) throw new Refusal(`${name} was pulled, and the Docker Engine does not have it`);
  return pulled;
}

function localImage(daemon: Daemon, name: string, signal: AbortSignal): Promise<Properties | undefined> {
  return daemon.find({ path: `/images/${name}/json`, signal });
}

async function pull(daemon: Daemon, config: Properties, name: string, platform: string, signal: AbortSignal) {
  const [, repository = name, tag = "latest", digest] =
    /^([^@]*?)(?::([^:/@]+))?(?:@(.+))?$/.exec(name) ?? [];
  const query = { fromImage: repository, tag: digest ?? tag, ...(platform && { platform }) };
  const headers = authHeader(name, config);
  const call = { path: "/images/create", method: "POST", query, headers, repeatable: true, signal } as const;
  const { text } = await daemon.answer(call);
  // The Engine begins to answer before it knows how it ends: an error may be the last of many good lines.
  const error = /"error":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  if (error !== undefined)
    throw new Refusal(`the Docker Engine cannot pull ${name}: ${JSON.parse(`"${error}"`)}`);
}

/** The digest of the repository that the name speaks of, where the image is known by several. */
function digestOf(name: string, { RepoDigests }: Properties): string {
  const digests: Value[] = Array.isArray(RepoDigests) ? RepoDigests : [];
  const repository = name.replace(/:.*$/, "");
  return String(digests.find((digest) => String(digest).startsWith(repository)) ?? digests[0] ?? "");
}
