/** How bad a line says that something is: by its own word for it, or by the words of its sentence. */
export type Level = "error" | "warn" | "info";

/** A line, ready to be compared with others. */
export interface Line {
  level: Level;
  /** Its words; what differs from one time to the next is `ANY`. */
  tokens: string[];
  /** Goes on with what the line before it began, as the frames of a stack trace do. */
  continues: boolean;
}

export const ANY = "<*>";

const LONGEST = 4_096;
const MOST_TOKENS = 60;
/** Longer words are no words. */
const LONGEST_TOKEN = 64;

export function readLine(raw: string): Line {
  const line = raw.length > LONGEST ? raw.slice(0, LONGEST) : raw;
  const record = line.startsWith("{") ? recordOf(line) : undefined;
  const sentence = record ? sentenceOf(record) : withoutTime(line);
  return {
    level: (record && levelIn(record)) ?? levelOf(sentence),
    tokens: tokensOf(sentence),
    continues: !record && /^\s/.test(line),
  };
}

type Fields = Record<string, unknown>;

function recordOf(line: string): Fields | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // it only looks like JSON, or was cut: words like all others
  }
}

/** What people wrote, and what went wrong; of other records which fields they have, for their values are endless. */
function sentenceOf(record: Fields): string {
  const said = record.msg ?? record.message ?? record.event;
  const wrong = record.error ?? record.err;
  const why = typeof wrong === "object" && wrong !== null ? (wrong as Fields).message : wrong;
  const parts = [said, why].filter((part): part is string => typeof part === "string");
  return parts.length > 0 ? parts.join(" ") : Object.keys(record).join(" ");
}

/** Numbers are pino's and bunyan's. */
function levelIn({ level, severity, lvl }: Fields): Level | undefined {
  const said = level ?? severity ?? lvl;
  if (typeof said === "number") return said >= 50 ? "error" : said >= 40 ? "warn" : "info";
  return typeof said === "string" ? levelNamed(said) : undefined;
}

const NAMES: Record<string, Level> = {
  ...named("error", "emerg emergency alert crit critical fatal panic error err e f"),
  ...named("warn", "warn warning w"),
  ...named("info", "info information notice log debug trace verbose i d n"),
};

function named(level: Level, names: string): Record<string, Level> {
  return Object.fromEntries(names.split(" ").map((name) => [name, level]));
}

function levelNamed(name: string): Level | undefined {
  return NAMES[name.toLowerCase()];
}

/** `level=warn`, `[ERROR]`, `ERROR:`, `E1122 ...`: a program's own word counts more than ours. */
const OWN_WORD =
  /\b(?:level|lvl|severity)=["']?([a-z]+)|[[<|(]\s*([A-Za-z]{3,9})\s*[\]>|)]|^([A-Z]{4,8})\b:?\s|\s([A-Z]{4,8}):?\s|^([EFWI])\d{4}\s/g;
const ERROR =
  /\b(?:fatal|panic\w*|emerg\w*|crit\w*|err(?:or|no)?s?|exception\w*|traceback|fail(?:s|ed|ing|ures?)?|refused|denied|rejected|time(?:d )?-?outs?|timed out|cannot|can't|could not|unable|out of memory|oom\w*|killed|segfault\w*|corrupt\w*|unreachable|abort(?:s|ed|ing)?|invalid|lost|full)\b/i;
const WARNING =
  /\b(?:warn\w*|retry(?:ing)?|retries|deprecated|slow|degraded|dropp(?:ed|ing)|overload\w*|exceed\w*)\b/i;

function levelOf(sentence: string): Level {
  for (const [, ...words] of sentence.slice(0, 200).matchAll(OWN_WORD)) {
    const level = levelNamed(words.find((word) => word !== undefined) ?? "");
    if (level) return level;
  }
  if (ERROR.test(sentence)) return "error";
  return WARNING.test(sentence) ? "warn" : "info";
}

/** Names of months and days would make every line another one when the month is over. */
const TIME =
  /^[[(]?(?:\d{4}[-/]\d\d[-/]\d\d[T ][\d:.,]+(?:Z| ?[+-]\d\d:?\d\d)?|(?:[A-Z][a-z]{2},? )?[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?[\d:.]+(?: \d{4})?)[\])]?[:\s]*/;

function withoutTime(line: string): string {
  return line.replace(TIME, "");
}

function tokensOf(sentence: string): string[] {
  const tokens: string[] = [];
  for (const word of sentence.split(/\s+/)) {
    if (word === "") continue;
    // How long the rest is says nothing: lists are longer today than they were yesterday.
    if (tokens.length === MOST_TOKENS) break;
    tokens.push(generalized(word));
  }
  return tokens;
}

/** What holds a digit or an address is another one each time; the name that stands before it is not. */
function generalized(word: string): string {
  if (word.length <= LONGEST_TOKEN && !/[\d@]/.test(word)) return word;
  const [, name] = /^([A-Za-z_.-]{1,32}[=:])/.exec(word) ?? [];
  return name ? `${name}${ANY}` : ANY;
}
