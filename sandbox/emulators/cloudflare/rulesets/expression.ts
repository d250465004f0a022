/** What is wrong with an expression of the rules language, as far as one sees without knowing all of its fields. */
export function mistakeIn(expression: string): string | undefined {
  let rest = expression;
  const open: string[] = [];
  let last: "value" | "operator" | undefined;
  while (rest.trim() !== "") {
    rest = rest.trimStart();
    const token = tokens.exec(rest)?.[0];
    if (token === undefined) return `unexpected input at "${rest.slice(0, 20)}"`;
    if (closing[token] !== undefined && open.pop() !== closing[token]) return `unexpected ${token}`;
    if (token === "(" || token === "{" || token === "[") open.push(token);
    else if (closing[token] === undefined && token !== ",") {
      const kind = operators.has(token.toLowerCase()) ? "operator" : "value";
      if (kind === "value" && last === "value" && !token.startsWith("$") && !isInList(open))
        return `an operator is missing before ${token}`;
      last = kind;
      rest = rest.slice(token.length);
      continue;
    }
    last = closing[token] === undefined ? undefined : "value";
    rest = rest.slice(token.length);
  }
  if (open.length > 0) return `${open.at(-1)} is not closed`;
  return last === "operator" ? "something is missing at its end" : undefined;
}

const tokens =
  /^(r"[^"]*"|r#"[\s\S]*?"#|"(\\.|[^"\\])*"|==|!=|<=|>=|&&|\|\||\^\^|[<>~!(){}[\],*]|[\w$.:/-]+(\.\w+)*)/;

const closing: Readonly<Record<string, string>> = { ")": "(", "}": "{", "]": "[" };

const operators = new Set([
  "==",
  "!=",
  "<",
  ">",
  "<=",
  ">=",
  "~",
  "&&",
  "||",
  "^^",
  "!",
  "eq",
  "ne",
  "lt",
  "gt",
  "le",
  "ge",
  "contains",
  "matches",
  "wildcard",
  "strict",
  "in",
  "not",
  "and",
  "or",
  "xor",
  "bitwise_and",
]);

/** Within braces, values stand side by side. */
function isInList(open: string[]): boolean {
  return open.at(-1) === "{";
}
