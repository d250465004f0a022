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

/** Words of invented passwords, which tests and pages use to show what must not be written. */
const INVENTED = ["hunter2", "correct-horse", "a-secret-called"];

/** Shorter than that, or an address, what others gave is no secret by itself, and stands in many places. */
const SHORTEST = 12;

export async function finderFor(known: Known[]): Promise<Finder> {
  const ours = new Map(known.filter(isTelling).map(({ name, value }) => [value, name]));
  const pattern = ours.size > 0 ? new RegExp([...ours.keys()].map(escaped).join("|"), "g") : undefined;
  const patterns = await patternsOf();
  return async (text, path) => [
    ...(pattern ? [...text.matchAll(pattern)] : []).map(({ index, 0: value }) => ({
      line: lineAt(text, index),
      what: `the value of ${ours.get(value)}`,
    })),
    ...(await patterns(text, path)),
  ];
}

/** Those of the makers of secretlint, which know how the tokens of many vendors look. */
async function patternsOf(): Promise<Finder> {
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
      .filter(({ range: [from, to] }) => !INVENTED.some((word) => content.slice(from, to).includes(word)))
      .map(({ loc, ruleId }) => ({ line: loc.start.line, what: kindOf(ruleId) }));
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
