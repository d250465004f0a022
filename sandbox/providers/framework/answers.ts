import type {
  CheckFailure,
  CheckResponse,
  DiffResponse,
  InvokeResponse,
  PropertyDiff,
} from "@pulumi/pulumi/proto/provider_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import type { Change } from "./changes.ts";
import { encode } from "./marshal.ts";
import { type Failure, formatFailure } from "./validate.ts";
import { formatPath, type Path, type Properties } from "./value.ts";
import type { Checked, Diff } from "./vendor.ts";

const { Kind } = proto.PropertyDiff;
const { DiffChanges } = proto.DiffResponse;

export function checkResponse({ inputs, failures }: Checked, secrets: Path[]): CheckResponse {
  // The path is part of the reason and not the failure's property, for beside a property the engine prints its
  // value: "{<nil>}" for anything nested, and for the others what may be a secret.
  return new proto.CheckResponse()
    .setInputs(encode({ values: inputs, secrets }))
    .setFailuresList(reasons(failures));
}

/** What a function was answered with, or why it could not be asked. */
export function invokeResponse(
  outcome: { failures: Failure[] } | { answer: Properties; secrets: readonly Path[] | undefined },
): InvokeResponse {
  if ("failures" in outcome) return new proto.InvokeResponse().setFailuresList(reasons(outcome.failures));
  const { answer, secrets = [] } = outcome;
  return new proto.InvokeResponse().setReturn(encode({ values: answer, secrets: [...secrets] }));
}

function reasons(failures: Failure[]): CheckFailure[] {
  return failures.map((failure) => new proto.CheckFailure().setReason(formatFailure(failure)));
}

export function diffResponse({ changes, deleteBeforeReplace = false }: Diff): DiffResponse {
  const replaces = unique(changes.filter((change) => change.replaces));
  const response = new proto.DiffResponse()
    .setChanges(changes.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE)
    .setDiffsList(unique(changes))
    .setReplacesList(replaces)
    .setDeletebeforereplace(deleteBeforeReplace && replaces.length > 0)
    .setHasdetaileddiff(true);
  for (const change of changes)
    response.getDetaileddiffMap().set(formatPath(change.path), propertyDiff(change));
  return response;
}

function propertyDiff({ kind, replaces }: Change): PropertyDiff {
  const kinds = {
    add: replaces ? Kind.ADD_REPLACE : Kind.ADD,
    delete: replaces ? Kind.DELETE_REPLACE : Kind.DELETE,
    update: replaces ? Kind.UPDATE_REPLACE : Kind.UPDATE,
  };
  return new proto.PropertyDiff().setKind(kinds[kind]).setInputdiff(true);
}

/** The engine wants the names of top-level properties here. */
function unique(changes: Change[]): string[] {
  return [...new Set(changes.map((change) => String(change.path[0])))];
}
