import { HTTPException } from "hono/http-exception";
import * as z from "zod";
import { plain } from "../../kit/index.ts";
import * as keeping from "../keeping/index.ts";
import type { Person } from "../people/index.ts";
import { StoreAway } from "../store/index.ts";
import { changes } from "../talk/index.ts";
import { room } from "./layout.ts";
import type { PagesOptions, Rooms } from "./rooms.ts";
import { file, formAs, idOf, pictureIn, voiceIn } from "./sent.ts";
import { now as nowPart, talkPage } from "./talk-page.ts";

const SHOWN = 30;

const said = z.object({
  words: z.string().max(8_000).default(""),
  picture: file,
  voice: file,
});

const NOTHING = { notices: [], proposals: [], turns: [] };

export function addTalk(rooms: Rooms, { store, router, errands, household, now }: PagesOptions): void {
  const momentFor = (person: Person) => ({ person, zone: household.timeZone, now: now() });
  const talked = (person: Person) =>
    store.as(person.name, async (query) => ({
      notices: await keeping.notices(query),
      proposals: await keeping.openProposals(query),
      turns: await keeping.turns(query, SHOWN),
    }));

  rooms.get("/", async (context) => {
    const person = context.get("person");
    const page = talkPage(await talked(person), momentFor(person), router.senses);
    return context.html(room("/", person, page));
  });

  rooms.get("/now", async (context) => {
    const person = context.get("person");
    return context.html(nowPart(await talked(person), momentFor(person), router.senses));
  });

  rooms.post("/say", async (context) => {
    const person = context.get("person");
    const { words, picture, voice } = await formAs(context, said);
    const text = plain(words).trim();
    const attachments = [
      ...(picture ? [await pictureIn(picture)] : []),
      ...(voice && !text ? [await voiceIn(voice)] : []),
    ];
    if (text || attachments.length > 0) {
      try {
        await store.as(person.name, (query) => keeping.say(query, text, attachments));
      } catch (error) {
        if (!(error instanceof StoreAway)) throw error;
        // The words would else be gone: they are back in their field, to be sent again.
        const page = talkPage(NOTHING, momentFor(person), router.senses, words, error.message);
        return context.html(room("/", person, page), 503);
      }
      errands.think(person);
    }
    return context.redirect("/", 303);
  });

  rooms.post("/turns/:id/again", async (context) => {
    const person = context.get("person");
    await store.as(person.name, (query) => keeping.tryAgain(query, idOf(context)));
    errands.think(person);
    return context.redirect("/", 303);
  });

  rooms.get("/turns/:id/speech", async (context) => {
    if (!router.senses.speaks) throw new HTTPException(404, { message: "Nobody reads aloud here." });
    const answer = await store.as(context.get("person").name, (query) =>
      keeping.answerOf(query, idOf(context)),
    );
    if (answer === undefined) throw new HTTPException(404, { message: "There is no such answer." });
    const sound = await router.speak(answer);
    return context.body(new Uint8Array(sound), 200, { "content-type": "audio/mpeg" });
  });

  rooms.get("/pictures/:id", async (context) => {
    const picture = await store.as(context.get("person").name, (query) =>
      keeping.pictureNamed(query, idOf(context)),
    );
    if (!picture) throw new HTTPException(404, { message: "There is no such picture." });
    return context.body(new Uint8Array(picture.bytes), 200, { "content-type": picture.type });
  });

  rooms.post("/notices/:id/seen", async (context) => {
    await store.as(context.get("person").name, (query) => keeping.putAway(query, idOf(context)));
    return context.redirect("/", 303);
  });

  rooms.post("/proposals/:id/yes", async (context) => {
    const person = context.get("person");
    await store.as(person.name, async (query) => {
      const proposal = await keeping.settle(query, idOf(context), "done");
      const change = proposal && changes[proposal.change];
      if (change) await change.act(query, change.schema.parse(proposal.args), momentFor(person));
    });
    return context.redirect("/", 303);
  });

  rooms.post("/proposals/:id/no", async (context) => {
    await store.as(context.get("person").name, (query) => keeping.settle(query, idOf(context), "declined"));
    return context.redirect("/", 303);
  });
}
