import { readFileSync } from "node:fs";

export type Environment = Record<string, string | undefined>;

/**
 * The environment with secrets read from files: `API_KEY_FILE` names the file that `API_KEY` is in.
 * What is empty counts as not there, as Docker's and Kubernetes' files of settings often say it so.
 */
export function withSecrets(
  environment: Environment,
  secrets: readonly string[],
): { values: Environment; problems: string[] } {
  const values = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const problems: string[] = [];
  for (const name of secrets) {
    const file = values[`${name}_FILE`];
    if (file === undefined) continue;
    if (values[name] !== undefined) {
      problems.push(`${name} and ${name}_FILE are both set. Leave one of them out.`);
      continue;
    }
    try {
      const text = readFileSync(file, "utf8").trim();
      if (text) values[name] = text;
      else problems.push(`${name}_FILE names ${file}, which is empty. Write the secret into it.`);
    } catch (error) {
      const { code = "unreadable" } = error as NodeJS.ErrnoException;
      problems.push(
        `${name}_FILE names ${file}, which cannot be read (${code}). Mend the path or its rights.`,
      );
    }
  }
  return { values, problems };
}
