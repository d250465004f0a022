import { type Answer, ApiRefusal, Unreachable } from "../framework/http.ts";
import { isObject, objectAt, type Properties, stringAt } from "../framework/value.ts";

/** The API server's no, which it says in a Status: a sentence for people, and words for programs. */
export class ServerRefusal extends ApiRefusal {
  readonly reason: string | undefined;
  /** What it is about: a "namespaces" that is missing is not the object that is missing. */
  readonly about: string | undefined;
  readonly causes: Properties[];

  constructor({ status, text }: Answer, body: Properties = {}) {
    const message = stringAt(body, "message");
    super(
      status,
      message === undefined
        ? `the API server answered ${status}: ${text.slice(0, 200)}`
        : `the API server refuses it: ${message}`,
    );
    const details = objectAt(body, "details");
    this.reason = stringAt(body, "reason");
    this.about = stringAt(details, "kind");
    this.causes = Array.isArray(details.causes) ? details.causes.filter(isObject) : [];
  }
}

export function isAbsence(error: unknown): error is ApiRefusal {
  return error instanceof ApiRefusal && error.status === 404;
}

export function isMissingNamespace(error: unknown): boolean {
  return error instanceof ServerRefusal && error.status === 404 && error.about === "namespaces";
}

export function isAlreadyThere(error: unknown): boolean {
  return error instanceof ServerRefusal && error.reason === "AlreadyExists";
}

/** Someone else owns a field that is to be changed. */
export function isFieldConflict(error: unknown): error is ServerRefusal {
  return isConflict(error) && error.causes.some((each) => each.reason === "FieldManagerConflict");
}

/** Someone else was faster: what was asked for is right, and comes too late by a moment. */
export function isStale(error: unknown): boolean {
  return isConflict(error) && !isFieldConflict(error);
}

function isConflict(error: unknown): error is ServerRefusal {
  return error instanceof ServerRefusal && error.status === 409 && error.reason === "Conflict";
}

/** The API server or something behind it is ill for a moment: an admission webhook, its store, the way there. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof Unreachable || (error instanceof ApiRefusal && error.status >= 500) || isStale(error)
  );
}

/** One may not ask for it. An object that admission forbids (a quota, a security standard) is another matter. */
export function isForbidden(error: unknown): boolean {
  return (
    error instanceof ApiRefusal && error.status === 403 && /forbidden: User ".*" cannot /.test(error.message)
  );
}
