import { objectAt, type Properties, stringAt } from "../framework/value.ts";

/** What a program tells the provider on an object itself, as pulumi.com/<word>. */
type Word =
  | "autonamed"
  | "deletionPropagationPolicy"
  | "patchFieldManager"
  | "patchForce"
  | "replaceUnready"
  | "skipAwait"
  | "timeoutSeconds"
  | "waitFor";

export function annotationOf(object: Properties, word: Word): string | undefined {
  return stringAt(objectAt(objectAt(object, "metadata"), "annotations"), `pulumi.com/${word}`);
}

export function isAnnotated(object: Properties, word: Word): boolean {
  return annotationOf(object, word) === "true";
}
