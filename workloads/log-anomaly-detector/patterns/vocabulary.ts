import { ANY, type Level, type Line } from "./line.ts";
import { mask, shown } from "./mask.ts";
import type { Pattern } from "./pattern.ts";
import { beginSeries } from "./series.ts";

/** So much of two lines has to be the same for them to be one pattern. */
const ALIKE = 0.6;
/** First words by which patterns are told apart; where there are more, they are names. */
const FIRST_WORDS = 40;

export interface Known {
  pattern: Pattern;
  isNew: boolean;
}

/**
 * The patterns of one service, found as Drain does (He et al., ICWS 2017): lines of as many words that begin alike are
 * compared word by word, and where those of one pattern differ, it has a gap. What fails is never of one pattern with
 * what does not, however alike they are: "connection accepted", "connection refused".
 */
export class Vocabulary {
  /** Those that were seen last stand last. */
  readonly #patterns: Map<string, Pattern>;
  readonly #groups = new Map<string, Pattern[]>();
  readonly #beginnings = new Map<string, Set<string>>();

  constructor(patterns: Iterable<Pattern> = []) {
    this.#patterns = new Map([...patterns].map((pattern) => [pattern.id, pattern]));
    for (const pattern of this.#patterns.values()) this.#file(pattern);
  }

  get size(): number {
    return this.#patterns.size;
  }

  [Symbol.iterator](): Iterator<Pattern> {
    return this.#patterns.values();
  }

  get(id: string): Pattern | undefined {
    return this.#patterns.get(id);
  }

  /** The pattern of this line: one that is known, and learns from it, or a new one. */
  learn(line: Line, raw: string, at: { service: string; window: number; id: () => string }): Known {
    const known = this.#find(line);
    if (known) {
      this.#patterns.delete(known.id);
      this.#patterns.set(known.id, known);
      return { pattern: known, isNew: false };
    }
    const pattern: Pattern = {
      id: at.id(),
      service: at.service,
      level: line.level,
      tokens: withoutSecrets(line.tokens),
      total: 0,
      example: shown(raw),
      ...beginSeries(at.window),
    };
    this.#patterns.set(pattern.id, pattern);
    this.#file(pattern);
    return { pattern, isNew: true };
  }

  /** Forgets the one that was seen longest ago, and of which nobody has said anything. */
  forget(): boolean {
    for (const pattern of this.#patterns.values()) {
      if (pattern.verdict) continue;
      this.#patterns.delete(pattern.id);
      const key = keyOf(pattern.level, pattern.tokens.length, this.#beginningOf(pattern));
      const group = this.#groups.get(key)?.filter((each) => each !== pattern) ?? [];
      if (group.length > 0) this.#groups.set(key, group);
      else this.#groups.delete(key);
      return true;
    }
    return false;
  }

  #find({ level, tokens }: Line): Pattern | undefined {
    const [first = ""] = tokens;
    let best: Pattern | undefined;
    let most = 0;
    for (const beginning of first === ANY ? [ANY] : [first, ANY]) {
      for (const pattern of this.#groups.get(keyOf(level, tokens.length, beginning)) ?? []) {
        const likeness = likenessOf(pattern.tokens, tokens);
        if (likeness > most) [best, most] = [pattern, likeness];
      }
    }
    if (!best || most < ALIKE) return undefined;
    widen(best.tokens, tokens);
    return best;
  }

  #file(pattern: Pattern): void {
    const beginning = this.#beginningOf(pattern);
    const key = keyOf(pattern.level, pattern.tokens.length, beginning);
    const group = this.#groups.get(key);
    if (group) group.push(pattern);
    else this.#groups.set(key, [pattern]);
  }

  #beginningOf({ level, tokens }: Pattern): string {
    const [first = ""] = tokens;
    const key = keyOf(level, tokens.length, "");
    const known = this.#beginnings.get(key) ?? new Set();
    this.#beginnings.set(key, known);
    if (!known.has(first) && known.size >= FIRST_WORDS) return ANY;
    known.add(first);
    return first;
  }
}

function keyOf(level: Level, length: number, first: string): string {
  return `${level} ${length} ${first}`;
}

/** A gap takes any word, but that is half as telling as a word that is the same. */
function likenessOf(pattern: readonly string[], tokens: readonly string[]): number {
  if (tokens.length === 0) return 1;
  let same = 0;
  for (let index = 0; index < tokens.length; index++) {
    if (pattern[index] === tokens[index]) same++;
    else if (pattern[index] === ANY) same += 0.5;
  }
  return same / tokens.length;
}

function widen(pattern: string[], tokens: readonly string[]): void {
  // The first word stands where the pattern is looked for.
  for (let index = 1; index < tokens.length; index++)
    if (pattern[index] !== tokens[index]) pattern[index] = ANY;
}

function withoutSecrets(tokens: string[]): string[] {
  const masked = mask(tokens.join(" ")).split(" ");
  return tokens.map((token, index) => (masked[index] === token ? token : ANY));
}
