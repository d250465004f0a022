/** JSON with comments and trailing commas, which is what people write policies in. */
export interface HuJson {
  value: unknown;
  /** Where an object or a list begins: the rules of a policy are told by their lines. */
  lineOf(value: object): number | undefined;
}

export class MalformedHuJson extends Error {}

interface Token {
  kind: "punctuation" | "string" | "word" | "comment";
  text: string;
  line: number;
}

const grammar =
  /(?<space>[ \t\r\n]+)|(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<punctuation>[{}[\]:,])|(?<string>"(?:[^"\\\n]|\\.)*")|(?<word>[-+.\w]+)/y;

export function parseHuJson(text: string): HuJson {
  const tokens = scan(text).filter(({ kind }) => kind !== "comment");
  const lines = new WeakMap<object, number>();
  let at = 0;

  const next = (): Token => {
    const token = tokens[at];
    if (!token) throw new MalformedHuJson(`line ${lineCount(text)}: the text ends too early`);
    at += 1;
    return token;
  };
  const expect = (wanted: string) => {
    const token = next();
    if (token.text !== wanted) throw unexpected(token, `"${wanted}"`);
  };
  const items = (end: string, read: () => void) => {
    while (tokens[at]?.text !== end) {
      read();
      if (tokens[at]?.text === end) break;
      expect(",");
    }
    expect(end);
  };
  const value = (): unknown => {
    const token = next();
    if (token.text === "{") {
      const members: [string, unknown][] = [];
      items("}", () => {
        const key = next();
        if (key.kind !== "string") throw unexpected(key, "a key in double quotes");
        const name = literal(key);
        expect(":");
        members.push([String(name), value()]);
      });
      const made = Object.fromEntries(members);
      lines.set(made, token.line);
      return made;
    }
    if (token.text === "[") {
      const made: unknown[] = [];
      items("]", () => made.push(value()));
      lines.set(made, token.line);
      return made;
    }
    return literal(token);
  };

  const root = value();
  const rest = tokens[at];
  if (rest) throw unexpected(rest, "the end of the text");
  return { value: root, lineOf: (each) => lines.get(each) };
}

/** The same for two texts that differ in white space and trailing commas alone. */
export function canonicalHuJson(text: string): string {
  const kept: string[] = [];
  let after = "";
  for (const { kind, text: each } of scan(text).toReversed()) {
    const trails = each === "," && (after === "}" || after === "]");
    if (!trails) kept.push(each.trimEnd());
    if (kind !== "comment") after = each;
  }
  return kept.toReversed().join("\n");
}

function scan(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    grammar.lastIndex = at;
    const match = grammar.exec(text);
    if (!match) throw new MalformedHuJson(`line ${line}: ${JSON.stringify(text[at])} was not expected here`);
    const [found] = match;
    const kind = Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined)?.[0];
    if (kind !== "space") tokens.push({ kind: kind as Token["kind"], text: found, line });
    line += lineCount(found) - 1;
    at += found.length;
  }
  return tokens;
}

function literal(token: Token): unknown {
  try {
    if (token.kind !== "punctuation") return JSON.parse(token.text);
  } catch {}
  throw unexpected(token, "a value");
}

function unexpected({ line, text }: Token, wanted: string): MalformedHuJson {
  return new MalformedHuJson(`line ${line}: ${text} was not expected here, but ${wanted}`);
}

function lineCount(text: string): number {
  return text.split("\n").length;
}
