import { objectAt, type Properties, stringAt } from "../framework/value.ts";

/** As the official provider writes it: namespace/name, or the name alone. */
export function idOf(object: Properties): string {
  const metadata = objectAt(object, "metadata");
  const name = stringAt(metadata, "name") ?? "";
  const namespace = stringAt(metadata, "namespace");
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The object of an id, as far as it says. */
export function objectOf(id: string): Properties {
  const [first = "", second] = id.split("/");
  return { metadata: second === undefined ? { name: first } : { namespace: first, name: second } };
}
