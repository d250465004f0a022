import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

function check(version: string) {
  const pretend = `data:text/javascript,Object.defineProperty(process.versions, "node", { value: "${version}" })`;
  return spawnSync("node", ["--import", pretend, new URL("node.mjs", import.meta.url).pathname], {
    encoding: "utf8",
  });
}

test.each(["18.20.4", "20.18.3", "20.9.0"])(
  "Node.js %s is too old, and the message says what to do",
  (version) => {
    const { status, stderr } = check(version);
    expect(status).toBe(1);
    expect(stderr).toContain(`Node.js ${version} is too old: this project needs 20.19.0 or later.`);
    expect(stderr).toContain("nvm install 24");
  },
);

test.each(["20.19.0", "20.20.2", "22.1.0", "24.0.0-nightly"])("Node.js %s is fine", (version) => {
  expect(check(version)).toMatchObject({ status: 0, stderr: "" });
});
