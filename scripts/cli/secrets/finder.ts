import type { SecretLintCoreConfig } from "@secretlint/types";

/** A secret of ours, by name. */
export interface Known {
  name: string;
  value: string;
}

export interface Finding {
  line: number;
  /** What was found, never the thing itself. */
  what: string;
}

/** Whether text holds a secret: one of ours, or what looks like one of somebody's. */
export type Finder = (text: string, path: string) => Promise<Finding[]>;

/** Where, from which letter to which. */
interface Span {
  from: number;
  to: number;
  what: string;
}

type SpanFinder = (text: string, path: string) => Promise<Span[]>;

/** Words of invented passwords, which tests and pages use to show what must not be written. */
const INVENTED = ["hunter2", "correct-horse", "a-secret-called"];

/** Shorter than that, or an address, what others gave is no secret by itself, and stands in many places. */
const SHORTEST = 12;

export async function finderFor(known: Known[]): Promise<Finder> {
  const spansIn = await spanFinder(known);
  return async (text, path) =>
    (await spansIn(text, path)).map(({ from, what }) => ({ line: lineAt(text, from), what }));
}

/** Takes out of a text whatever it finds: for what everybody will read. */
export async function redactorFor(known: Known[]): Promise<(text: string) => Promise<string>> {
  const spansIn = await spanFinder(known);
  return async (text) => {
    const spans = (await spansIn(text, "text")).sort((a, b) => b.from - a.from || b.to - a.to);
    // From the end, so that what stands before keeps its place.
    let [said, taken] = [text, text.length];
    for (const { from, to } of spans) {
      said = `${said.slice(0, from)}[secret]${said.slice(Math.max(from, Math.min(to, taken)))}`;
      taken = from;
    }
    return said;
  };
}

async function spanFinder(known: Known[]): Promise<SpanFinder> {
  const ours = new Map(known.filter(isTelling).map(({ name, value }) => [value, name]));
  // Of two that begin alike the longer one is looked for first.
  const values = [...ours.keys()].sort((a, b) => b.length - a.length);
  const pattern = values.length > 0 ? new RegExp(values.map(escaped).join("|"), "g") : undefined;
  const patterns = await patternsOf();
  return async (text, path) => [
    ...(pattern ? [...text.matchAll(pattern)] : []).map(({ index, 0: value }) => ({
      from: index,
      to: index + value.length,
      what: `the value of ${ours.get(value)}`,
    })),
    ...(await patterns(text, path)),
  ];
}

/** Those of the makers of secretlint, which know how the tokens of many vendors look. */
async function patternsOf(): Promise<SpanFinder> {
  const [{ lintSource }, { creator }] = await Promise.all([
    import("@secretlint/core"),
    import("@secretlint/secretlint-rule-preset-recommend"),
  ]);
  const config: SecretLintCoreConfig = {
    rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: creator, options: {} }],
  };
  return async (content, filePath) => {
    const { messages } = await lintSource({
      source: { content, filePath, ext: "", contentType: "text" },
      options: { config, noPhysicFilePath: true },
    });
    return messages
      .map(({ range: [from, to], ruleId }) => ({ from, to, what: kindOf(ruleId) }))
      .filter(({ from, to }) => !INVENTED.some((word) => content.slice(from, to).includes(word)));
  };
}

/** `@secretlint/secretlint-rule-database-connection-string`: a rule is named after what it finds. */
function kindOf(rule: string): string {
  return `what looks like ${rule.replace(/^.*secretlint-rule-/, "").replaceAll("-", " ")}`;
}

function isTelling({ value }: Known): boolean {
  return value.length >= SHORTEST && !/@|:\/\//.test(value);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
