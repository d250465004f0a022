import { randomUUID } from "node:crypto";
import { ApiRefusal, objectIn, Unreachable } from "../framework/http.ts";
import { Refusal } from "../framework/refusal.ts";
import { boolean, type Fields, required, string } from "../framework/shape.ts";
import type { Failure } from "../framework/validate.ts";
import { type Properties, stringAt, type Value } from "../framework/value.ts";
import { problemIn, type TailscaleApi } from "./api.ts";
import { canonicalHuJson, MalformedHuJson, parseHuJson } from "./hujson.ts";
import type { Definition } from "./kind.ts";

const fields: Fields = {
  acl: required(string),
  overwriteExistingContent: boolean,
  resetAclOnDestroy: boolean,
};

/** A preview does not wait for an API that is not there. */
const previewMs = 3000;

/** What nobody has changed yet has this ETag. */
const untouched = "ts-default";

/** The policy file of the tailnet, whole. */
export const acl: Definition = {
  name: "Acl",
  fields,
  rules: checkPolicy,
  same: (key, before, after) => key === "acl" && isSamePolicy(before, after),
  async create(api, { inputs, signal }) {
    const { acl, overwriteExistingContent } = inputs;
    try {
      await write(api, acl, signal, overwriteExistingContent === true ? undefined : untouched);
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.status !== 412) throw error;
      // What an update wrote that was cut short is not overwritten: it is there already.
      if (!isSamePolicy(await policyOf(api, signal), acl)) throw overwriting();
    }
    return { id: randomUUID(), state: {} };
  },
  async update(api, { inputs, signal }) {
    await write(api, inputs.acl, signal);
    return {};
  },
  async read(api, { id, signal }) {
    return { id, state: { acl: await policyOf(api, signal) } };
  },
  foresee: (api, { inputs, signal }) => previewPolicy(api, stringAt(inputs, "acl"), signal),
  async remove(api, { state, signal }) {
    if (state.resetAclOnDestroy === true) await write(api, "", signal);
  },
};

async function write(api: TailscaleApi, acl: Value | undefined, signal: AbortSignal, etag?: string) {
  await api.ask({
    method: "POST",
    path: api.tailnet("acl"),
    contentType: "application/hujson",
    body: String(acl),
    headers: etag === undefined ? {} : { "if-match": `"${etag}"` },
    // Where it may only be written once, the second time would be refused.
    repeatable: etag === undefined,
    signal,
  });
}

async function policyOf(api: TailscaleApi, signal: AbortSignal): Promise<string> {
  const headers = { accept: "application/hujson" };
  const { text } = await api.ask({ path: api.tailnet("acl"), headers, signal });
  return text;
}

/** Where the API can be reached, it is asked already in a preview: it alone knows the devices and the users. */
async function previewPolicy(api: TailscaleApi, acl: string | undefined, signal: AbortSignal): Promise<void> {
  if (acl === undefined) return;
  try {
    const answer = await api.ask({
      method: "POST",
      path: api.tailnet("acl/validate"),
      contentType: "application/hujson",
      body: acl,
      once: true,
      signal: AbortSignal.any([signal, AbortSignal.timeout(previewMs)]),
    });
    const problem = problemIn(objectIn(answer) ?? {});
    if (problem !== undefined) throw new Refusal(`Tailscale would refuse the policy: ${problem}`);
  } catch (error) {
    const busy = error instanceof ApiRefusal && (error.status === 429 || error.status >= 500);
    if (!busy && !(error instanceof Unreachable)) throw error;
  }
}

function checkPolicy({ acl }: Properties): Failure[] {
  if (typeof acl !== "string") return [];
  try {
    parseHuJson(acl);
    return [];
  } catch (error) {
    if (!(error instanceof MalformedHuJson)) throw error;
    return [{ path: ["acl"], reason: `is no HuJSON: ${error.message}` }];
  }
}

/** White space is no change; comments are, for people wrote them. */
function isSamePolicy(a: Value | undefined, b: Value | undefined): boolean {
  if (typeof a !== "string" || typeof b !== "string") return false;
  try {
    return canonicalHuJson(a) === canonicalHuJson(b);
  } catch {
    return false;
  }
}

function overwriting(): Refusal {
  return new Refusal(
    "the tailnet has a policy that somebody wrote, and this would overwrite it: import it " +
      "(pulumi import tailscale:index/acl:Acl <name> acl), or set overwriteExistingContent to true",
  );
}
