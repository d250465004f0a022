import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Postgres } from "../router/database/testing/postgres.ts";
import { readSettings } from "./settings.ts";
import { Home, linkFor, paper, until, Visitor } from "./testing/home.ts";
import type { Asked } from "./testing/router-like.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let postgres: Postgres;
beforeAll(async () => {
  postgres = await Postgres.start();
});
afterAll(() => postgres.stop());

const KNOWN = "Hello, Ada";

async function said(asked: Promise<Response>): Promise<string> {
  const answer = await asked;
  const [, alert = ""] = /role="alert">([^<]*)</.exec(await answer.text()) ?? [];
  return `${answer.status} ${alert}`;
}

test("whoever is not known is told so on a page, however they ask", async () => {
  const home = await Home.open(postgres);
  const nobody = new Visitor(home);
  for (const path of ["/", "/shopping", "/me", "/now", "/pictures/1", "/nowhere"])
    expect(await said(nobody.get(path)), path).toMatch(/^401 I do not know who you are/);
  expect(await said(nobody.post("/say", { words: "hi" }))).toMatch(/^401/);
  for (const link of [linkFor("ada", "another-secret"), "/enter/ada~0~x", `/enter/${"x".repeat(5_000)}`])
    expect(await said(nobody.enter(link)), link).toMatch(/^403 This link does not work/);
  expect(nobody.cookie).toBe("");
  // By a header that only a proxy of the house may write.
  expect(await said(nobody.get("/", { "x-authentik-username": "ada" }))).toMatch(/^401/);
  expect(await said(nobody.get("/", { cookie: "family=ada~0~x" }))).toMatch(/^401/);
  const program = await fetch(home.url);
  expect([program.status, await program.json()]).toEqual([
    401,
    { error: { message: "I do not know who you are. Open the personal link that you were given." } },
  ]);
  const door = await new Visitor(home).enter(linkFor("ada"));
  expect(door.headers.get("set-cookie")).toMatch(
    /^family=ada~\d+~\S+; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/,
  );
});

test("a proxy of the house says who somebody is, and is believed only from where it stands", async () => {
  const inside = await Home.open(postgres, { FAMILY_TRUSTED_PROXIES: "10.42.0.0/16,127.0.0.1" });
  const as = (name: string) => new Visitor(inside).get("/", { "x-authentik-username": name });
  expect(await (await as("Ada")).text()).toContain(KNOWN);
  expect(await said(as("mallory"))).toMatch(/^403 You have signed in, but this house does not know you/);
  const elsewhere = await Home.open(postgres, { FAMILY_TRUSTED_PROXIES: "10.42.0.0/16" });
  expect(await said(new Visitor(elsewhere).get("/", { "x-authentik-username": "ada" }))).toMatch(/^401/);
});

test("what is too large, or not what it says, is refused in one sentence, and nothing of it is kept", async () => {
  const home = await Home.open(postgres);
  const ada = await home.visitor("ada");
  const huge = new Uint8Array(50 * 1024 * 1024);
  expect(await said(ada.post("/papers", { paper: paper(huge) }))).toMatch(/^413 That is too large for me/);
  expect(await said(ada.post("/say", { picture: new File([huge], "a.png") }))).toMatch(/^413/);
  expect(await said(ada.post("/papers", { paper: paper(huge.subarray(0, 3_000_000)) }))).toMatch(/^413/);
  for (const strange of [new Uint8Array([0xff, 0xfe, 0x41]), "a\0b", "  \n "])
    expect(await said(ada.post("/papers", { paper: paper(strange) }))).toMatch(
      /^400 I cannot read this paper/,
    );
  expect(
    await said(ada.post("/say", { picture: new File(["<svg/>"], "a.png", { type: "image/png" }) })),
  ).toMatch(/^400 I can see pictures in JPEG, PNG and WebP/);
  expect(await said(ada.post("/say", { voice: new File(["x"], "a", { type: "text/html" }) }))).toMatch(
    /^400/,
  );
  const bad = { what: "x", first: "2026-02-30T10:00" };
  expect(await said(ada.post("/reminders", bad))).toMatch(/^400 form\.first: is a time that no clock shows/);
  expect(await said(ada.post("/reminders", { ...bad, first: "tomorrow" }))).toMatch(
    /^400 .*write one such as/,
  );
  expect(await said(ada.post("/shopping", { what: " \u202e " }))).toMatch(/^400 form\.what: is empty/);
  for (const id of ["0", "x", "9999999999", "1.5"])
    expect(await said(ada.post(`/proposals/${id}/yes`)), id).toMatch(/^400/);
  expect(await said(ada.post("/papers/1/remove"))).toMatch(/^400/);
  const broken = await fetch(`${home.url}/say`, {
    method: "POST",
    body: "--x\r\nhalf",
    headers: { cookie: ada.cookie, origin: home.url, "content-type": "multipart/form-data; boundary=x" },
  });
  expect(broken.status).toBe(400);
  expect(await ada.page("/papers")).toContain("I have no papers");
  expect(await ada.page("/now")).not.toContain("article");
});

test("what others write is text on every page", async () => {
  const home = await Home.open(postgres);
  const evil = `<img src=x onerror=alert(1)><script>alert(1)</script>`;
  const ada = await home.visitor("ada");
  home.router.think = ({ messages }) =>
    messages.at(-1)?.role === "user" ? [{ tool: "remember", args: { what: evil } }] : evil;
  const page = await ada.say(evil);
  await ada.post("/shopping", { what: evil });
  await ada.post("/calendar", { what: evil, first: "2026-11-23T10:00" });
  await ada.post("/papers", { paper: paper(evil, `${evil}.txt`) });
  const pages = await Promise.all(["/", "/shopping", "/calendar", "/papers"].map((room) => ada.page(room)));
  for (const each of [page, ...pages]) {
    expect(each).toContain("&lt;img");
    expect(each).not.toMatch(/<img|<script>/);
  }
  const { headers } = await ada.get("/");
  expect(headers.get("content-security-policy")).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self'/,
  );
  expect(headers.get("cache-control")).toBe("no-store");
});

test("a router that is away, refuses or lies loses nothing: what was said is kept, and asked again", async () => {
  const home = await Home.open(postgres);
  const ada = await home.visitor("ada");
  await home.router.peer.leave();
  const page = await ada.say("Are you there?");
  expect(page).toContain(
    "I cannot think just now: the models of the house do not answer. What you said is kept.",
  );
  expect(page).not.toMatch(/127\.0\.0\.1|ECONN/);
  await home.router.peer.comeBack();
  home.router.think = () => "Here I am.";
  const again = /\/turns\/\d+\/again/.exec(page)?.[0] ?? "";
  await ada.post(again);
  await until(async () => (await ada.page("/now")).includes("Here I am."));
  home.router.think = () => ({ instead: { choices: [{ text: "I am no router." }] } });
  expect(await ada.say("And now?")).toContain("What you said is kept");
  // One that wants tools for ever.
  home.router.think = ({ tools }) =>
    tools ? [{ tool: "calendar", args: {} }] : "I have looked long enough.";
  expect(await ada.say("What is on?")).toContain("I have looked long enough.");
  home.router.think = () => "";
  expect(await ada.say("Say nothing")).toContain("I have nothing to say to that");
  const wrong = await Home.open(postgres, { FAMILY_ROUTER_KEY: "sk-wrong" });
  const refused = await (await wrong.visitor("ada")).say("Hello?");
  expect(refused).toContain("my key is not right");
  expect(refused).not.toContain("sk-wrong");
});

test("a Qdrant that is away, or has lost its disk, loses no paper", async () => {
  const home = await Home.open(postgres);
  const ada = await home.visitor("ada");
  const read: string[] = [];
  home.router.think = (asked: Asked) => {
    if (asked.messages.at(-1)?.role === "user")
      return [{ tool: "search_papers", args: { words: "the boiler" } }];
    read.push(String(asked.messages.at(-1)?.content));
    return "Well.";
  };
  await home.qdrant.peer.leave();
  await ada.post("/papers", { paper: paper("The boiler: press twice.") });
  expect(await ada.page("/papers")).toContain("kept, and not read yet");
  await ada.say("How does the boiler work?");
  expect(read.pop()).toContain("That cannot be looked up just now");
  await home.qdrant.peer.comeBack();
  await until(async () => !(await ada.page("/papers")).includes("not read yet"));
  await ada.say("And now?");
  expect(read.pop()).toContain("press twice");
  home.qdrant.collections.clear();
  await until(async () => home.qdrant.points.length === 1);
  await ada.say("Still?");
  expect(read.pop()).toContain("press twice");
});

test("a database that goes away takes nothing along: what was being said is back in its field", async () => {
  const own = await Postgres.start();
  try {
    const home = await Home.open(own);
    const ada = await home.visitor("ada");
    await ada.post("/reminders", { what: "Water the plants", first: "2026-11-23T10:30" });
    await own.kill();
    const page = await (await ada.post("/say", { words: "A long story & more" })).text();
    expect(page).toContain("My memory does not answer just now.");
    expect(page).toContain(">A long story &amp; more</textarea>");
    expect(await said(ada.get("/reminders"))).toMatch(/^503 My memory does not answer just now/);
    await own.resume();
    await until(async () => (await ada.page("/reminders")).includes("Water the plants"));
    expect(await ada.say("Hello?")).toContain("Hello there!");
    await home.stop();
  } finally {
    await own.stop();
  }
});

test("a question that was being answered when the program ended is answered after the next start", async () => {
  const home = await Home.open(postgres);
  const ada = await home.visitor("ada");
  let begun = false;
  home.router.think = () => {
    begun = true;
    return new Promise(() => {});
  };
  await ada.post("/say", { words: "Think hard" });
  await until(async () => begun);
  await home.stop();
  home.router.think = () => "Forty-two.";
  await home.start();
  await until(async () => (await ada.page("/now")).includes("Forty-two."));
});

test("a user of the database to whom nothing is hidden is refused, with what to do", async () => {
  const home = await Home.open(postgres);
  await home.stop();
  const url = new URL(home.database);
  url.username = "postgres";
  const open = Home.open(postgres, { DATABASE_URL: url.href, PORT: "0" });
  await expect(open).rejects.toThrow("give this program one of its own");
});

test.each([
  [{}, "FAMILY_HOUSEHOLD_FILE is not set"],
  [{}, "FAMILY_SECRET is not set"],
  [{}, "DATABASE_URL is not set"],
  [{ FAMILY_SECRET: "short" }, "FAMILY_SECRET is shorter than 32 characters"],
  [{ DATABASE_URL: "mysql://root:hunter2@db/x" }, "DATABASE_URL is not the address of a PostgreSQL"],
  [{ FAMILY_TRUSTED_PROXIES: "10.42.0.0/99" }, "FAMILY_TRUSTED_PROXIES is not a list of networks"],
  [{ FAMILY_URL: "family.home" }, "FAMILY_URL is not an address"],
])("a setting that is missing or wrong is named: %j", (settings, message) => {
  const read = () => readSettings(settings);
  expect(read).toThrow(message);
  expect(read).not.toThrow("hunter2");
});
