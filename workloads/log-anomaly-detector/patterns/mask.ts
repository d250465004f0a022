/** What stands where something secret or personal stood. */
export const MASKED = "[hidden]";

/**
 * Hides what a log should not have said, before it is shown, sent or kept: keys, passwords, and who somebody is. Words
 * stay as many as they were, so that what is hidden is still found to be of its pattern.
 */
export function mask(text: string): string {
  return RULES.reduce((shown, { what, keep = "" }) => shown.replace(what, hidden(keep)), text);
}

/** What is shown is one line of readable characters: whoever wrote it moves no cursor and closes no quotation. */
export function shown(text: string, longest = 300): string {
  // A little more than is shown: what is secret must not be cut to something that looks harmless.
  const plain = mask(text.slice(0, longest * 4))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, " ")
    .trim();
  return plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain;
}

interface Rule {
  what: RegExp;
  /** The name of the group that stays. */
  keep?: string;
}

const SECRET_NAME =
  "(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|auth|session(?:id)?|cookie|credential)s?";

const RULES: Rule[] = [
  { what: /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*-----)?/g },
  { what: /(?<before>\b(?:bearer|basic|digest|token)\s+)[\w.~+/=-]{6,}/gi, keep: "before" },
  { what: /(?<before>\b(?:authorization|cookie|set-cookie):\s*)[^"'\r\n]+/gi, keep: "before" },
  {
    what: new RegExp(
      `(?<before>${SECRET_NAME}[\\w-]*["']?\\s*[=:]\\s*)(?:"[^"]*"?|'[^']*'?|[^\\s,;&}"']+)`,
      "gi",
    ),
    keep: "before",
  },
  // user:password@host
  { what: /(?<before>\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]+(?=@)/gi, keep: "before" },
  { what: /\beyJ[\w-]{8,}\.[\w-]+\.?[\w-]*/g }, // tokens of JWT
  { what: /\b(?:gh[pousr]_|github_pat_|glpat-|sk-|xox[abp]-|AKIA|hf_|tskey-)[\w-]{8,}/g },
  { what: /[\w.%+-]+@[\w-]+(?:\.[\w-]+)+/g },
  { what: /\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?\b/g }, // accounts at banks
  { what: /\b(?:\d[ -]?){13,19}\b/g }, // cards
  { what: /(?<![\w.:-])\+\d(?:[ ()./-]?\d){7,14}\b/g }, // telephones
  { what: /\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b/gi }, // network cards
  { what: /\b(?!10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.)(?:\d{1,3}\.){3}\d{1,3}\b/g }, // guests from outside
  { what: /\b(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[\w+/-]{32,}={0,2}/g }, // keys and digests, by their look
];

function hidden(keep: string): (...match: unknown[]) => string {
  return (...match) => {
    const groups = match.at(-1);
    const before = keep && typeof groups === "object" ? (groups as Record<string, string>)[keep] : "";
    return `${before ?? ""}${String(match[0])
      .slice(before?.length ?? 0)
      .replace(/\S+/g, MASKED)}`;
  };
}
