import { isObject, objectAt, type Path, type Properties, type Value } from "../framework/value.ts";
import { quantityOf } from "./quantity.ts";

/** What the API server writes into the metadata of an object by itself. */
const serverSet = ["creationTimestamp", "generation", "managedFields", "resourceVersion", "selfLink", "uid"];

/** The state that is kept of an object: all but who owns which field, which is long and nobody's concern. */
export function stateOf(live: Properties): Properties {
  const { managedFields: _, ...metadata } = objectAt(live, "metadata");
  return { ...live, metadata };
}

/** The inputs that would have made an object which nobody has made through us: an import. */
export function inputsOfImport(live: Properties): Properties {
  const { status: _, ...rest } = live;
  const metadata = Object.fromEntries(
    Object.entries(objectAt(live, "metadata")).filter(([key]) => !serverSet.includes(key)),
  );
  return { ...rest, metadata };
}

/** The inputs as they are now: what the program said, with the values that the cluster has there. */
export function inputsOfLive(inputs: Properties, live: Properties): Properties {
  const readable = inputs.kind === "Secret" ? withStringData(inputs, live) : live;
  const { status: _, ...now } = pruned(readable, inputs, []) as Properties;
  return now;
}

/** The API server keeps `stringData` as `data`, and never says it again. */
function withStringData(inputs: Properties, live: Properties): Properties {
  const data = objectAt(live, "data");
  const stringData = Object.fromEntries(
    Object.keys(objectAt(inputs, "stringData"))
      .filter((key) => typeof data[key] === "string")
      .map((key) => [key, Buffer.from(String(data[key]), "base64").toString("utf8")]),
  );
  return { ...live, stringData };
}

function pruned(live: Value, inputs: Value, path: Path): Value {
  if (isObject(live) && isObject(inputs)) {
    const keys = Object.keys(inputs).filter((key) => live[key] !== undefined || isEmpty(inputs[key]));
    return Object.fromEntries(
      keys.map((key) => [key, pruned(live[key] ?? inputs[key] ?? null, inputs[key] ?? null, [...path, key])]),
    );
  }
  if (Array.isArray(live) && Array.isArray(inputs)) return prunedList(live, inputs, path);
  return isSameQuantity(live, inputs, path) ? inputs : live;
}

/** What others put into a list (an injected sidecar) is theirs, where the list's items have names. */
function prunedList(live: Value[], inputs: Value[], path: Path): Value {
  const named = [...live, ...inputs].every((each) => identityOf(each) !== undefined);
  if (!named)
    return live.length === inputs.length
      ? live.map((each, index) => pruned(each, inputs[index] ?? null, [...path, index]))
      : live;
  return inputs.flatMap((each, index) => {
    const found = live.find((other) => identityOf(other) === identityOf(each));
    return found === undefined ? [] : [pruned(found, each, [...path, index])];
  });
}

/** What tells an item from its neighbours: one volume may be mounted at many paths, and the name is the volume's. */
function identityOf(item: Value): Value | undefined {
  return isObject(item) ? (item.mountPath ?? item.name) : undefined;
}

/** What the API server leaves out of its answers, because to say it and to say nothing is the same. */
function isEmpty(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.values(value).every(isEmpty);
  return value === "" || value === false || value === 0;
}

/** Maps of quantities, and fields that hold one. */
const quantityMaps = new Set([
  "allocatable",
  "capacity",
  "default",
  "defaultRequest",
  "hard",
  "limits",
  "max",
  "maxLimitRequestRatio",
  "min",
  "podFixed",
  "requests",
]);
const quantityFields = new Set(["averageValue", "divisor", "sizeLimit"]);

/** The API server writes "1000m" as "1" and "1024Mi" as "1Gi": no drift, though the text differs. */
function isSameQuantity(live: Value, input: Value, path: Path): boolean {
  const isQuantity = quantityMaps.has(String(path.at(-2))) || quantityFields.has(String(path.at(-1)));
  const amount = isQuantity ? quantityOf(String(live)) : undefined;
  return amount !== undefined && amount === quantityOf(String(input));
}
