import { PolicyProblem } from "./problem.ts";

export type Attributes = Readonly<Record<string, string | number | boolean>>;

type Literal = string | number | boolean;

interface Assertion {
  attribute: string;
  operator: string;
  values: Literal[];
}

/** One condition on the device that asks, such as node:osVersion >= '13.4'. */
export function parseAssertion(text: string): Assertion {
  const bare = /^(\S+)\s+(IS SET|NOT SET)$/.exec(text);
  if (bare?.[1] && bare[2]) return { attribute: bare[1], operator: bare[2], values: [] };
  const [, attribute, operator, right = ""] =
    /^(\S+)\s+(==|!=|<=|>=|<|>|IN|NOT IN)\s+(.+)$/.exec(text.trim()) ?? [];
  const list = /^\[(.*)\]$/.exec(right);
  if (
    !attribute ||
    !operator ||
    !/^(node|custom|ip|[\w-]+):\S+$/.test(attribute) ||
    !!list !== /IN$/.test(operator)
  )
    throw new PolicyProblem(
      `${JSON.stringify(text)} is no condition: write an attribute, an operator and a value`,
    );
  const values = (list ? (list[1]?.split(",") ?? []) : [right]).map(literal);
  return { attribute, operator, values };
}

function literal(text: string): Literal {
  const word = text.trim();
  const quoted = /^'(.*)'$|^"(.*)"$/.exec(word);
  if (quoted) return quoted[1] ?? quoted[2] ?? "";
  if (word === "true" || word === "false") return word === "true";
  if (/^-?\d+(\.\d+)?$/.test(word)) return Number(word);
  throw new PolicyProblem(`${JSON.stringify(word)} is no value: write text in single quotes`);
}

export function holds(text: string, attributes: Attributes): boolean {
  const { attribute, operator, values } = parseAssertion(text);
  const is = attributes[attribute];
  if (operator === "IS SET") return is !== undefined;
  if (operator === "NOT SET") return is === undefined;
  if (is === undefined) return operator === "!=" || operator === "NOT IN";
  const orders = values.map((value) => compare(is, value));
  switch (operator) {
    case "==":
    case "IN":
      return orders.includes(0);
    case "!=":
    case "NOT IN":
      return !orders.includes(0);
    case "<":
      return orders.every((order) => order < 0);
    case "<=":
      return orders.every((order) => order <= 0);
    case ">":
      return orders.every((order) => order > 0);
    default:
      return orders.every((order) => order >= 0);
  }
}

/** Versions by their numbers: 13.10 comes after 13.4. */
function compare(a: Literal, b: Literal): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}
