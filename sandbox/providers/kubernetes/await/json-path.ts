import { Refusal } from "../../framework/refusal.ts";
import { equal, isObject, type Properties, type Value } from "../../framework/value.ts";

/** One step of a JSONPath: from values to the values within them. */
type Step = (value: Value) => Value[];

/** Reads what `kubectl wait --for=jsonpath=` reads: names, indices, all of a list, and a filter by one equal field. */
export function jsonPath(expression: string): (root: Properties) => Value[] {
  const inner = /^\{(.*)\}$/.exec(expression.trim())?.[1] ?? expression.trim();
  const steps: Step[] = [];
  let rest = inner.replace(/^\$/, "");
  if (!/^[.[]/.test(rest)) rest = `.${rest}`;
  while (rest !== "") {
    const [read, step] = stepAt(rest, expression);
    steps.push(step);
    rest = rest.slice(read);
  }
  return (root) => steps.reduce<Value[]>((values, step) => values.flatMap(step), [root]);
}

function stepAt(text: string, expression: string): [read: number, step: Step] {
  const [name, dotted, quoted] = /^(?:\.((?:\\.|[^.[\]\\])+)|\[['"]([^'"]+)['"]\])/.exec(text) ?? [];
  const key = dotted?.replaceAll("\\.", ".") ?? quoted;
  if (name !== undefined && key !== undefined)
    return [name.length, key === "*" ? all : (value) => within(value, key)];
  const [index, digits] = /^\[(-?\d+|\*)\]/.exec(text) ?? [];
  if (index !== undefined && digits === "*") return [index.length, all];
  if (index !== undefined) return [index.length, (value) => at(value, Number(digits))];
  const [filter, field = "", wanted = ""] =
    /^\[\?\(\s*@\.([\w.-]+)\s*==\s*("[^"]*"|'[^']*'|[\w.-]+)\s*\)\]/.exec(text) ?? [];
  if (filter === undefined) throw new Refusal(`the JSONPath ${expression} cannot be read from "${text}" on`);
  const inside = jsonPath(field);
  const value = literal(wanted);
  return [
    filter.length,
    (list) => all(list).filter((each) => isObject(each) && inside(each).some((found) => equal(found, value))),
  ];
}

function all(value: Value): Value[] {
  return Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
}

function within(value: Value, key: string): Value[] {
  const found = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return found === undefined ? [] : [found];
}

function at(value: Value, index: number): Value[] {
  const found = Array.isArray(value) ? value.at(index) : undefined;
  return found === undefined ? [] : [found];
}

function literal(text: string): Value {
  if (/^["']/.test(text)) return text.slice(1, -1);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
