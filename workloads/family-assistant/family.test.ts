import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Postgres } from "../router/database/testing/postgres.ts";
import { FORM, Home, idOf, paper, until, type Visitor } from "./testing/home.ts";
import { type Asked, lastOf, scripted } from "./testing/router-like.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let postgres: Postgres;
beforeAll(async () => {
  postgres = await Postgres.start();
});
afterAll(() => postgres.stop());

test("somebody talks; what was said before is known, and so is what they wanted to be remembered", async () => {
  const home = await Home.open(postgres);
  const { router } = home;
  const opa = await home.visitor("opa");
  router.think = scripted(
    { tool: "remember", args: { what: "I take my pills at eight" } },
    "Shall I keep that?",
  );
  const page = await opa.say("I take my pills at eight <b>");
  expect(page).toContain("Shall I keep that?");
  expect(page).toContain("I take my pills at eight &lt;b&gt;");
  expect(page).toContain("Remember about you: I take my pills at eight");
  expect(await opa.page("/me")).toContain("Nothing yet");
  await opa.post(`/proposals/${idOf(page, "/proposals")}/yes`);
  expect(await opa.page("/me")).toContain("I take my pills at eight");
  router.think = () => "At eight.";
  await opa.say("When?");
  const { messages } = router.asked.at(-1) as Asked;
  expect(messages[0]?.content).toContain("I take my pills at eight");
  expect(messages.slice(1).map(({ content }) => content)).toEqual([
    "I take my pills at eight <b>",
    "Shall I keep that?",
    "When?",
  ]);
});

test("whatever is to be changed is done when the person agrees, once, and not at all when they do not", async () => {
  const home = await Home.open(postgres);
  const { router } = home;
  const ada = await home.visitor("ada");
  router.think = scripted([
    { tool: "add_to_shopping_list", args: { items: ["Milk", "Bread"] } },
    { tool: "add_reminder", args: { what: "Call mum", at: "2026-11-22T22:30", every: "week" } },
    {
      tool: "add_appointment",
      args: { what: "Dinner", at: "2026-11-24T19:00", minutes: 90, for_everybody: true },
    },
    { tool: "add_reminder", args: { what: "Nonsense", at: "tomorrow" } },
  ]);
  const page = await ada.say("We need milk and bread.");
  expect(page).toContain("Put on the shopping list: Milk, Bread");
  expect(page).toContain(
    "Remind you on Sunday 22 November, 22:30, every week from then on: Call mum (that is in your quiet hours: you will hear of it at 07:00)",
  );
  expect(page).toContain(
    "Write into everybody&#39;s calendar: Dinner, Tuesday 24 November, 19:00, 90 minutes",
  );
  expect(page).not.toContain("Nonsense");
  expect(await ada.page("/shopping")).toContain("The list is empty");
  const [list, reminder, dinner] = [...page.matchAll(/\/proposals\/(\d+)\/yes/g)].map(([, id]) => id);
  await Promise.all([1, 2, 3].map(() => ada.post(`/proposals/${list}/yes`)));
  await ada.post(`/proposals/${reminder}/no`);
  await ada.post(`/proposals/${reminder}/yes`);
  await ada.post(`/proposals/${dinner}/yes`);
  expect((await ada.page("/shopping")).match(/<span class="what">Milk/g)).toHaveLength(1);
  expect(await ada.page("/reminders")).toContain("There is nothing to remind you of");
  const opa = await home.visitor("opa");
  expect(await opa.page("/calendar")).toContain("Dinner");
  expect(await ada.page("/now")).not.toContain("Shall I?");
});

test("what is handed in for everybody is everybody's, and what is removed is gone from Qdrant, too", async () => {
  const home = await Home.open(postgres);
  const { qdrant } = home;
  const [ada, eve] = [await home.visitor("ada"), await home.visitor("eve")];
  await ada.post("/papers", { paper: paper("The boiler: press twice.", "boiler.txt"), everybody: "yes" });
  await until(async () => qdrant.points.length === 1);
  expect(await eve.page("/papers")).toContain("boiler.txt");
  await eve.post(`/papers/${idOf(await eve.page("/papers"), "/papers")}/remove`);
  await until(async () => qdrant.points.length === 0);
  expect(await ada.page("/papers")).toContain("I have no papers");
});

test("a reminder comes when it is due, not in quiet hours, and once however the clock jumps", async () => {
  const home = await Home.open(postgres);
  const [ada, opa] = [await home.visitor("ada"), await home.visitor("opa")];
  for (const each of [ada, opa]) await each.post("/reminders", FORM);
  const times = async (who: Visitor) =>
    ((await who.page("/now")).match(/Water the plants<\/p>/g) ?? []).length;
  expect(await times(opa)).toBe(0);
  home.now = new Date("2026-11-22T09:30:00Z");
  await until(async () => (await times(opa)) === 1 && (await times(ada)) === 1);
  const page = await ada.page("/now");
  expect(page).toContain("Sunday 22 November, 10:30");
  await ada.post(`/notices/${idOf(page, "/notices")}/seen`);
  expect([await times(ada), await times(opa)]).toEqual([0, 1]);
  // Back by half an hour, and then three days ahead, into the night.
  home.now = new Date("2026-11-22T09:00:00Z");
  await settled();
  home.now = new Date("2026-11-25T22:00:00Z");
  await until(async () => (await times(opa)) === 2);
  await settled();
  expect(await times(ada)).toBe(0);
  home.now = new Date("2026-11-26T06:00:00Z");
  await until(async () => (await times(ada)) === 1);
  expect(await ada.page("/now")).toContain("I could not tell you the 2 times before");
  expect(await ada.page("/reminders")).toContain("Thursday 26 November, 10:30, every day");
  // Two that look at the same time tell nobody twice.
  await home.start();
  home.now = new Date("2026-11-26T09:31:00Z");
  await until(async () => (await times(opa)) === 3);
  await settled();
  expect([await times(ada), await times(opa)]).toEqual([2, 3]);
});

test("a phone reads the calendar of one person by an address of its own, and nothing else by it", async () => {
  const home = await Home.open(postgres);
  const opa = await home.visitor("opa");
  await opa.post("/calendar", { what: "Cardiologist", first: "2026-11-24T14:00", minutes: "30" });
  await opa.post("/calendar", { what: "Carnival", first: "2026-11-28T00:00", everybody: "yes" });
  await opa.post("/reminders", FORM);
  const address = /<code>(.*?)<\/code>/.exec(await opa.page("/me"))?.[1] ?? "";
  const feed = await (await fetch(address)).text();
  expect(feed).toMatch(/SUMMARY:Cardiologist\r\n/);
  expect(feed).toMatch(/SUMMARY:Carnival\r\n/);
  expect(feed.match(/BEGIN:VALARM/g)?.length).toBeGreaterThan(300);
  const eve = await home.visitor("eve");
  const hers = /<code>(.*?)<\/code>/.exec(await eve.page("/me"))?.[1] ?? "";
  const other = await (await fetch(hers)).text();
  expect([other.includes("Carnival"), other.includes("Cardiologist")]).toEqual([true, false]);
  expect((await fetch(address.replace("opa~", "eve~"))).status).toBe(403);
  expect((await fetch(address.replace("/feed/", "/enter/").replace(".ics", ""))).status).toBe(403);
});

test("a picture is shown to a model that sees, a voice is written down, and an answer is read aloud", async () => {
  const home = await Home.open(postgres);
  const { router } = home;
  const opa = await home.visitor("opa");
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100, 1)]);
  await opa.say("What plant is this?", { picture: new File([jpeg], "x.gif", { type: "image/gif" }) });
  expect(router.asked.at(-1)?.model).toBe("vision");
  expect(router.asked.at(-1)?.messages.at(-1)?.content).toEqual([
    { type: "text", text: "What plant is this?" },
    { type: "image_url", image_url: { url: `data:image/jpeg;base64,${jpeg.toString("base64")}` } },
  ]);
  const voice = new File(["Good morning"], "voice", { type: "audio/webm;codecs=opus" });
  const page = await opa.say("", { voice });
  expect(page).toContain("Good morning");
  expect(lastOf(router.asked.at(-1) as Asked)).toBe("Good morning");
  const [, sound] = /src="(\/turns\/\d+\/speech)"/.exec(page) ?? [];
  const aloud = await opa.get(sound ?? "");
  expect([aloud.headers.get("content-type"), await aloud.text()]).toEqual(["audio/mpeg", "ID3 Hello there!"]);
});

test("somebody has their talks forgotten, and their device; what they asked to be kept stays", async () => {
  const home = await Home.open(postgres);
  const { router } = home;
  const [ada, opa] = [await home.visitor("ada"), await home.visitor("opa")];
  await opa.say("I was here");
  router.think = scripted({ tool: "remember", args: { what: "I like tea" } });
  const page = await ada.say("I like tea, and secrets");
  await ada.post(`/proposals/${idOf(page, "/proposals")}/yes`);
  await ada.post("/me/forget-talks");
  expect(await ada.page("/now")).not.toContain("secrets");
  expect(await ada.page("/me")).toContain("I like tea");
  expect(await opa.page("/now")).toContain("I was here");
  await ada.post(`/me/memories/${idOf(await ada.page("/me"), "/me/memories")}/remove`);
  expect(await ada.page("/me")).not.toContain("I like tea");
  const left = await ada.post("/me/leave");
  expect(left.headers.get("set-cookie")).toMatch(/^family=; Max-Age=0/);
});

/** Some rounds of errands. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 400));
}
