import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { lab } from "../testing/lab.ts";

function holderOf(kubeconfig: string): string {
  const { users } = JSON.parse(kubeconfig);
  return new X509Certificate(Buffer.from(users[0].user["client-certificate-data"], "base64")).subject;
}

test("lab kubeconfig prints the way in, of the administrator or of somebody", () => {
  const administrator = lab("kubeconfig", "core");
  expect(administrator.code, administrator.err).toBe(0);
  expect(holderOf(administrator.out)).toBe("O=system:masters\nCN=system:admin");
  expect(holderOf(lab("kubeconfig", "brain", "--as", "family").out)).toBe("CN=homelab:family");
}, 300_000);

test.each([
  [["kubeconfig", "croe"], 2, 'there is no cluster "croe"; did you mean "core"?'],
  [
    ["kubeconfig", "core", "--as", "onwer"],
    2,
    'there is nobody "onwer" among the people; did you mean "owner"?',
  ],
  [
    ["kubeconfig", "core", "--as", "family"],
    1,
    "family may do nothing in core: no service there is for plex-users",
  ],
])(
  "lab %j says what is wrong",
  (words, expected, message) => {
    const { code, out, err } = lab(...words);
    expect({ code, out }).toEqual({ code: expected, out: "" });
    expect(err).toContain(message);
  },
  60_000,
);
