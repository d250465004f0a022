import { expect, test } from "vitest";
import type { Counts } from "../engine/op.ts";
import type { Result } from "../engine/result.ts";
import type { Change } from "../engine/tally.ts";
import { redactorFor } from "../secrets/finder.ts";
import { commentOn, type Findings } from "./comment.ts";

const NOTHING: Counts = { delete: 0, replace: 0, update: 0, create: 0, import: 0, read: 0, same: 9 };

function change(op: Change["op"], name: string, diff: Change["diff"] = []): Change {
  return {
    urn: `urn:${name}`,
    type: "kubernetes:apps/v1:Deployment",
    name,
    owner: "web",
    component: false,
    op,
    diff,
  };
}

function result(more: Partial<Result> = {}): Result {
  return {
    stack: "homelab",
    operation: "preview",
    outcome: "succeeded",
    seconds: 1,
    counts: NOTHING,
    changed: [],
    violations: [],
    messages: [],
    urls: {},
    ...more,
  };
}

function comment(more: Partial<Findings> = {}): string {
  const nothing = { placement: [], before: [], doors: undefined, waivers: [], run: "https://ci.example/1" };
  return commentOn({ results: [result()], ...nothing, commit: "0123456789abcdef", ...more });
}

const losing = result({
  counts: { ...NOTHING, delete: 1, replace: 1, create: 1 },
  changed: [
    change("delete", "films-claim"),
    change("replace", "web", [
      { path: "spec.selector", before: { app: "a" }, after: { app: "b" }, replaces: true },
    ]),
    change("create", "new"),
  ],
});

test("says so where nothing would change", () => {
  expect(comment()).toMatch(
    /^## ✅ Nothing would change\n\nCommit `0123456789ab` · \[run\]\(https:\/\/ci\.example\/1\)/,
  );
});

test("says what is lost first, in the open, and folds the rest", () => {
  const said = comment({ results: [losing] });
  expect(said).toMatch(/^## 🔥 This deletes or replaces/);
  expect(said).toContain("| homelab | succeeded | **DELETE** 1 · **REPLACE** 1 · create 1 · unchanged 9 |");
  const [open = "", folded = ""] = said.split("<details>");
  expect(open).toMatch(/- \*\*DELETE\*\* `films-claim`.*\n- \*\*REPLACE\*\* `web`/);
  expect(folded).toContain('spec.selector: {"app":"a"} -> {"app":"b"}  # forces the replacement');
});

test("is written on a failure, with its words, whatever they hold", () => {
  const messages = [{ severity: "error" as const, text: "web is wrong\n```\nfix: mend it", urn: null }];
  const said = comment({ results: [result({ outcome: "failed", messages })] });
  expect(said).toContain("## ❌ The preview of homelab fails");
  expect(said).toContain("````\nweb is wrong\n```\nfix: mend it\n````");
});

test("tells what policies refuse before what they advise, and which waivers are in use", () => {
  const violation = { pack: "lab", urn: "urn:pulumi:homelab::lab::t::web", message: "pin\n it" };
  const violations = [
    { ...violation, policy: "advice", mandatory: false },
    { ...violation, policy: "image-digest", mandatory: true },
  ];
  const said = comment({
    results: [result({ outcome: "refused", violations })],
    waivers: ["image-digest of web"],
  });
  expect(said).toMatch(/❌ \*\*image-digest\*\*: `web` of homelab: pin it\n- ⚠️ \*\*advice\*\*/);
  expect(said).toContain("1 waivers are in use: image-digest of web");
});

test("shows nodes before and after, and what finds none", () => {
  const room = (requested: number, declared: number) => ({ requested, declared });
  const nodes = (memory: number) => [
    {
      node: "ocean",
      memory: room(memory * 2 ** 30, 64 * 2 ** 30),
      cpu: room(1, 8),
      gpu: room(memory / 8, 4),
      storage: room(0, 0),
      pods: [],
    },
  ];
  const cluster = { cluster: "platform", shared: {}, unplaced: [] };
  const said = comment({
    placement: [
      { ...cluster, nodes: nodes(16), unplaced: [{ pod: "web-0", reason: "Insufficient memory" }] },
    ],
    before: [{ ...cluster, nodes: nodes(8) }],
  } as unknown as Partial<Findings>);
  expect(said).toContain("## ❌ 1 pods would find no node");
  expect(said).toContain("| platform | ocean | 8 of 64 → **16 of 64** | 1 of 4 → **2 of 4** |");
  expect(said).toContain("- ❌ `web-0` finds no node: Insufficient memory");
});

test("shows what opens to the world before what opens in the house, and what closes", () => {
  const door = (name: string, urls: object, access: string | null = null) => ({
    stack: "homelab",
    name,
    urls,
    access,
  });
  const said = comment({
    doors: {
      before: [
        door("old", { lan: "https://old.home" }),
        door("web", { public: "https://web.example" }, "admin"),
      ],
      after: [
        door("new", { lan: "https://new.home" }),
        door("web", { public: "https://web.example" }, "public"),
      ],
    },
  });
  expect(said).toMatch(
    /changed: https:\/\/web\.example for \*\*the world\*\* \(web, Access: admin\) → .*Access: public\)\n/,
  );
  expect(said).toContain("- opened: https://new.home (new, lan)");
  expect(said).toContain("- closed: https://old.home (old, lan)");
});

test("keeps under what forges take, and its summary whole", () => {
  const many = Array.from({ length: 3000 }, (_, each) =>
    change("update", `thing-${each}`, [
      { path: "spec.text", before: "ä".repeat(80), after: "ö".repeat(80), replaces: false },
    ]),
  );
  const large = result({
    counts: { ...NOTHING, delete: 1, update: 3000 },
    changed: [change("delete", "films"), ...many],
  });
  const said = comment({ results: [large, { ...large, stack: "gaming-pc" }] });
  expect(Buffer.byteLength(said)).toBeLessThan(65_000);
  expect(said).toContain("| gaming-pc | succeeded |");
  expect(said.match(/- \*\*DELETE\*\* `films`/g)).toHaveLength(2);
  expect(said).toMatch(/… and \d+ lines more/);
  expect(said.match(/<details>/g)).toHaveLength(said.match(/<\/details>/g)?.length ?? 0);
});

test("shows no secret of any kind, though a program said it", async () => {
  const derived = "xsv8jbkevyumsbdksrbupn7v7yrrafh2";
  const kinds = {
    derived,
    token: "what-others-gave-us-1234",
    github: `ghp_${"aB3dE6gH9j".repeat(4).slice(0, 36)}`,
    url: `postgres://web:${"s3cr3tWord".repeat(2)}@db:5432/web`,
    key: `-----BEGIN PRIVATE KEY-----\n${"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC".repeat(4)}\n-----END PRIVATE KEY-----`,
  };
  const redact = await redactorFor([
    { name: "web/key", value: kinds.derived },
    { name: "token", value: kinds.token },
  ]);
  const text = Object.values(kinds).join("\n");
  const diff = [{ path: "env", before: kinds.token, after: kinds.github, replaces: false }];
  const said = await redact(
    comment({
      results: [
        result({
          outcome: "failed",
          messages: [{ severity: "error", text, urn: null }],
          counts: { ...NOTHING, update: 1 },
          changed: [change("update", "web", diff)],
        }),
      ],
    }),
  );
  for (const [kind, secret] of Object.entries(kinds)) expect(said, kind).not.toContain(secret);
  expect(said).not.toContain("s3cr3tWord");
  expect(said).toContain('env: "[secret]" -> "[secret]"');
});
