import { expect, test } from "vitest";
import { fromConfig, type ServiceSpec, service as schema, secretValue, text } from "../../service/index.ts";
import { service } from "../../testing/index.ts";
import { checkPlainText } from "./plaintext.ts";

function isRefused(spec: Partial<ServiceSpec>): boolean {
  const declared = schema.parse(service(spec));
  return (
    checkPlainText({ ...declared, group: "apps", file: "web.ts", namespace: "apps", urls: {}, rotated: {} })
      .length > 0
  );
}

test.each([
  ["DB_PASSWORD", "hunter2"],
  ["password", "correct horse"],
  ["API_KEY", "abc123"],
  ["GITHUB_TOKEN", "ghp_0123456789"],
  ["CLIENT_SECRET", "s3cr3t"],
  ["DATABASE_URL", "postgres://web:hunter2@db:5432/web"],
  ["REDIS", "redis://:hunter2@redis"],
  ["CERTIFICATE", "-----BEGIN RSA PRIVATE KEY-----\nMIIE"],
])("%s holds a secret, and is refused", (name, value) => {
  expect(isRefused({ env: { [name]: value } })).toBe(true);
});

test.each([
  ["SECRET_KEY_FILE", "/run/secrets/key"],
  ["DB_PASSWORD", "/run/secrets/password"],
  ["DB_PASSWORD", "$DB_PASSWORD_FROM_ELSEWHERE"],
  ["DB_PASSWORD", ""],
  ["DISABLE_TOKEN", "true"],
  ["MAX_TOKEN", "4096"],
  ["OIDC_TOKEN", "https://id.example.com/token"],
  ["VAPID_PUBLIC_KEY", "BNbx9"],
  ["TOKENIZER", "cl100k"],
  ["BYPASS", "localhost"],
  ["MONKEY", "capuchin"],
  ["HOMEPAGE", "https://example.com:8443/a@b"],
])("%s=%s is no secret, and is left alone", (name, value) => {
  expect(isRefused({ env: { [name]: value } })).toBe(false);
});

test("a reference is what belongs there, alone or inside a text", () => {
  const secrets = { password: fromConfig("web-password") };
  expect(isRefused({ secrets, env: { DB_PASSWORD: secretValue("password") } })).toBe(false);
  expect(isRefused({ secrets, env: { DB: text`postgres://web:${secretValue("password")}@db/web` } })).toBe(
    false,
  );
});

test.each([
  "password = hunter2",
  "  db_password: hunter2",
  '"api_key": "abc123",',
  "token=abc123",
  "- secret: 's3cr3t'",
])("a file with the line %j is refused", (line) => {
  expect(isRefused({ files: { "/etc/web.conf": `[auth]\nuser = admin\n${line}\n` } })).toBe(true);
});

test.each([
  "password = $DB_PASSWORD",
  "password_file = /run/secrets/password",
  "existingSecret: web",
  "token: {{ .Token }}",
  "# password: ask the admin",
  "tokens: 4096",
  "auth_token: $__file{/run/secrets/token}",
])("a file with the line %j is left alone", (line) => {
  expect(isRefused({ files: { "/etc/web.conf": `${line}\n` } })).toBe(false);
});

test("a line of a file may hold a reference", () => {
  const files = { "/etc/web.conf": text`password = ${secretValue("password")}\n` };
  expect(isRefused({ secrets: { password: fromConfig("web-password") }, files })).toBe(false);
});
