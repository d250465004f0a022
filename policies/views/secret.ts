/** What a variable is called that holds a secret; that of a Secret's name is no such. */
const NAME = /(?<!KUBE_)(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIALS?)$/i;
/** What points to a secret, or is no secret although it sounds like one. */
const HARMLESS = /^(|true|false|none|null|\d+|\/.*|https?:\/\/[^@]*|\$[({].*)$/i;

/** Words that only a secret begins with. */
const FORMS = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[\w+/=\s]{64}/,
  /\b(ghp|gho|ghs|ghr)_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{22,}/,
  /\bglpat-[\w-]{20,}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bsk-(ant-|proj-)?[\w-]{20,}/,
  /\btskey-(auth|api|client)-\w+-\w+/,
  /\bxox[abprs]-[\w-]{10,}/,
  /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+/,
  /:\/\/[^\s:/@]+:(?!password@)[^\s:/@${<]{6,}@/,
];

export function soundsSecret(name: string, value: string): boolean {
  return (NAME.test(name) && !HARMLESS.test(value)) || looksSecret(value);
}

export function looksSecret(text: string): boolean {
  return FORMS.some((form) => form.test(text));
}
