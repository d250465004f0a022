import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { Home, idOf, paper, until } from "../../workloads/family-assistant/testing/home.ts";
import { ROUTER_KEY, RouterLike, scripted } from "../../workloads/family-assistant/testing/router-like.ts";
import { Postgres } from "../../workloads/router/database/testing/postgres.ts";
import { RouterProcess } from "../../workloads/router/testing/process.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let postgres: Postgres;
beforeAll(async () => {
  postgres = await Postgres.start();
});
afterAll(() => postgres.stop());

const MODELS = [
  "{ id: talks, tools: true, context: 32000 }",
  "{ id: sees, vision: true, tools: true, context: 32000 }",
  "{ id: embeddings, embeddings: true }",
  "{ id: hears, audio: true }",
  "{ id: speaks, audio: true }",
].join(", ");

const provider = (name: string, { peer }: RouterLike, privacy: string) => `
  - name: ${name}
    kind: openai
    baseUrl: ${peer.url}
    apiKey: ${ROUTER_KEY}
    privacy: ${privacy}
    models: [${MODELS}]`;

async function model(): Promise<RouterLike> {
  const started = await RouterLike.start();
  started.isProvider = true;
  onTestFinished(() => started.peer.leave());
  return started;
}

test("by the real router, and in the house alone: it talks, sees, hears, speaks and compares", async () => {
  const [inside, outside] = [await model(), await model()];
  outside.think = () => "Now I know it, and so does everybody.";
  const yaml = `providers:${provider("outside", outside, "outside")}${provider("inside", inside, "local")}
aliases:
  auto: [outside/talks, inside/talks]
  vision: [outside/sees, inside/sees]
`;
  const router = await RouterProcess.start(yaml, { DATABASE_URL: await postgres.database() });
  onTestFinished(() => router.remove());
  const { json } = await router.ask("POST", "/admin/keys", { name: "family" });
  const home = await Home.open(postgres, {
    FAMILY_ROUTER_URL: router.url,
    FAMILY_ROUTER_KEY: String(json.secret),
  });
  const ada = await home.visitor("ada");
  await ada.post("/papers", { paper: paper("The boiler: press twice.") });
  await until(async () => !(await ada.page("/papers")).includes("not read yet"));
  inside.think = scripted({ tool: "search_papers", args: { words: "boiler" } }, "Press twice.");
  expect(await ada.say("How do I start the boiler?")).toContain("Press twice.");
  expect(inside.asked.at(-1)?.messages.at(-1)?.content).toContain("press twice");
  const png = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(64)]);
  inside.think = () => "A cat.";
  expect(await ada.say("What is it?", { picture: new File([png], "a.png") })).toContain("A cat.");
  expect(inside.asked.at(-1)?.model).toBe("sees");
  const page = await ada.say("", { voice: new File(["Is it raining?"], "voice", { type: "audio/webm" }) });
  expect(page).toContain("Is it raining?");
  const sound = await ada.get(`/turns/${idOf(page, "/turns")}/speech`);
  expect(await sound.text()).toBe("ID3 A cat.");
  expect(outside.asked).toEqual([]);
  // Whoever could answer outside is not asked either when nobody in the house can.
  await inside.peer.leave();
  expect(await ada.say("Anybody there?")).toContain("What you said is kept");
  expect(outside.asked).toEqual([]);
});
