import { isMap, parseDocument } from "yaml";

const ofSecrets = ["encryptionsalt", "encryptedkey", "secretsprovider"];

/**
 * A stack's settings without all that is encrypted, or says how: another lab's passphrase does not open it.
 * What is not YAML is left as it is, for the engine tells best what is wrong with it.
 * @param {string} content
 */
export function withoutSecrets(content) {
  const document = parseDocument(content);
  if (document.errors.length > 0 || !isMap(document.contents)) return content;
  for (const key of ofSecrets) document.delete(key);
  const config = document.get("config");
  if (isMap(config)) {
    for (const { key, value } of [...config.items])
      if (JSON.stringify(value)?.includes('"secure":')) config.delete(key);
  }
  return document.toString();
}
