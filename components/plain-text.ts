/** What a secret looks like where somebody wrote it down: in a variable, in a config file, in a command. */

/** `DB_PASSWORD`, `API_KEY`; neither `KEY_FILE`, which is a path, nor `PUBLIC_KEY`, which is none of a secret. */
const SECRET_NAME = /(^|_)(PASSWORD|PASSWD|PASS|TOKEN|SECRET|(?<!PUBLIC_)KEY|APIKEY)$/i;
/** A line of a config file that sets such a name: `password = hunter2`, `"api_key": "..."`. */
const SECRET_LINE =
  /^[\s"'-]*(?:[\w.-]*password|(?:[\w.-]*[_.-])?(?:token|secret|api[_-]?key))["']?\s*[:=]\s*["']?([^\s"',#]+)/gim;
/** What stands under such a name and is no secret: a switch, a number, a path, a URL, what a program fills in later. */
const HARMLESS =
  /^(true|false|yes|no|on|off|none|null|\d+|~?\.{0,2}\/.*|[a-z][a-z0-9+.-]*:\/\/.*|[$%{<].*)$/i;
const URL_WITH_PASSWORD = /[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@$%{]+@/i;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** `--token abc`, `--auth-key=abc`. */
const SECRET_FLAG = /(?:^|\s)--?(?:[\w-]+-)?(?:token|password|secret|(?:api|auth)-?key)(?:=|\s+)(\S+)/gi;
/** `TOKEN=abc program`, `export TOKEN=abc`. */
const ASSIGNMENT = /(?:^|[\s;&|])(\w+)=(\S+)/g;

/** A variable under whose name no text is harmless. */
export function isSecret(name: string, text: string): boolean {
  return SECRET_NAME.test(name) && isTelling(text);
}

/** A line of a shell that sets a secret, or hands it over. */
export function holdsSecretWord(command: string): boolean {
  const set = [...command.matchAll(ASSIGNMENT)].some(([, name = "", value = ""]) =>
    isSecret(name, unquoted(value)),
  );
  return set || [...command.matchAll(SECRET_FLAG)].some(([, value = ""]) => isTelling(unquoted(value)));
}

function unquoted(word: string): string {
  return word.replace(/^["']|["']$/g, "");
}

function isTelling(text: string): boolean {
  return text.trim() !== "" && !text.includes("{}") && !HARMLESS.test(text.trim());
}

/** A text, as of a config file, in which a line sets a secret. */
export function holdsSecretLine(text: string): boolean {
  return [...text.matchAll(SECRET_LINE)].some(([, value = ""]) => isTelling(value));
}

/** A text that is a secret whatever its name is. */
export function givesAway(text: string): boolean {
  return URL_WITH_PASSWORD.test(text) || PRIVATE_KEY.test(text);
}
