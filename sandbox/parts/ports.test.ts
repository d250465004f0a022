import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Ports } from "./index.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ports-"));
  file = join(folder, "ports.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a port is chosen once, below those that the kernel lends out", async () => {
  const chosen = await new Ports(file).group("etcd", ["client", "peer"]);
  expect(new Set(Object.values(chosen)).size).toBe(2);
  for (const port of Object.values(chosen)) expect(port).toSatisfy((each) => each >= 20_000 && each < 32_000);
  const later = new Ports(file);
  expect(await later.group("brain", ["client"])).not.toEqual({ client: chosen.client });
  expect(await later.group("etcd", ["peer", "client", "metrics"])).toMatchObject(chosen);
  expect(Object.keys(JSON.parse(readFileSync(file, "utf8")))).toHaveLength(4);
});

test("a port on which somebody listens is not chosen", async () => {
  const { client } = await new Ports(file).group("etcd", ["client"]);
  rmSync(file);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(client, "127.0.0.1", resolve));
  try {
    expect((await new Ports(file).group("etcd", ["client"])).client).not.toBe(client);
  } finally {
    server.close();
  }
});

test.each(['{"etcd/client": 21', "null", '{"etcd/client": "21000"}', '{"etcd/client": 80}'])(
  "a file that is damaged is refused, not replaced by other ports: %s",
  (text) => {
    writeFileSync(file, text);
    expect(() => new Ports(file)).toThrow(/ports\.json is damaged.*fix: npx lab sandbox reset/s);
    expect(readFileSync(file, "utf8")).toBe(text);
  },
);
