import * as z from "zod";
import { checked } from "../../kit/web/index.ts";
import * as keeping from "../keeping/index.ts";
import { HOUSE } from "../people/index.ts";
import { wall, words } from "../talk/index.ts";
import { EVERY } from "../time/index.ts";
import { room } from "./layout.ts";
import { calendarPage, mePage, papersPage, remindersPage, shoppingPage } from "./list-pages.ts";
import type { PagesOptions, Rooms } from "./rooms.ts";
import { file, formAs, idOf, textIn } from "./sent.ts";

const DAY_MS = 86_400_000;
const SHOWN_DAYS = 60;

const chosen = z
  .enum(["", ...EVERY])
  .default("")
  .transform((said) => said || null);
const everybody = z
  .literal("yes")
  .optional()
  .transform((said) => said !== undefined);
const item = z.object({ what: words });
const reminder = z.object({ what: words, first: wall, every: chosen });
const minutes = z
  .string()
  .default("")
  .transform((value) => (value === "" ? null : Number(value)))
  .pipe(z.int().min(5).max(14_400).nullable());
const appointment = z.object({ what: words, first: wall, every: chosen, minutes, everybody });
const paper = z.object({ paper: file, everybody });

export function addShopping(rooms: Rooms, { store }: PagesOptions): void {
  rooms.get("/shopping", async (context) => {
    const person = context.get("person");
    const items = await store.as(person.name, keeping.shoppingList);
    return context.html(room("/shopping", person, shoppingPage(items)));
  });
  rooms.post("/shopping", async (context) => {
    const { what } = await formAs(context, item);
    await store.as(context.get("person").name, (query) => keeping.addItems(query, [what]));
    return context.redirect("/shopping", 303);
  });
  rooms.post("/shopping/clear", async (context) => {
    await store.as(context.get("person").name, keeping.clearBought);
    return context.redirect("/shopping", 303);
  });
  rooms.post("/shopping/:id/tick", async (context) => {
    await store.as(context.get("person").name, (query) => keeping.tickItem(query, idOf(context)));
    return context.redirect("/shopping", 303);
  });
}

export function addCalendar(rooms: Rooms, { store, household, now }: PagesOptions): void {
  const zone = household.timeZone;
  rooms.get("/calendar", async (context) => {
    const person = context.get("person");
    const begin = new Date(now().getTime() - DAY_MS);
    const end = new Date(now().getTime() + SHOWN_DAYS * DAY_MS);
    const occasions = await store.as(person.name, (query) => keeping.calendar(query, zone, begin, end));
    return context.html(room("/calendar", person, calendarPage(occasions, zone)));
  });
  rooms.post("/calendar", async (context) => {
    const person = context.get("person");
    const { everybody: all, ...rest } = await formAs(context, appointment);
    const owner = all ? HOUSE : person.name;
    await store.as(person.name, (query) => keeping.addAppointment(query, { owner, ...rest }));
    return context.redirect("/calendar", 303);
  });
  rooms.post("/calendar/:id/remove", async (context) => {
    await store.as(context.get("person").name, (query) => keeping.removeAppointment(query, idOf(context)));
    return context.redirect("/calendar", 303);
  });
}

export function addReminders(rooms: Rooms, { store, household, now }: PagesOptions): void {
  const zone = household.timeZone;
  rooms.get("/reminders", async (context) => {
    const person = context.get("person");
    const all = await store.as(person.name, keeping.reminders);
    return context.html(room("/reminders", person, remindersPage(all, zone, person)));
  });
  rooms.post("/reminders", async (context) => {
    const sent = await formAs(context, reminder);
    await store.as(context.get("person").name, (query) => keeping.addReminder(query, zone, now(), sent));
    return context.redirect("/reminders", 303);
  });
  rooms.post("/reminders/:id/remove", async (context) => {
    await store.as(context.get("person").name, (query) => keeping.removeReminder(query, idOf(context)));
    return context.redirect("/reminders", 303);
  });
}

export function addPapers(rooms: Rooms, { store, papers }: PagesOptions): void {
  rooms.get("/papers", async (context) => {
    const person = context.get("person");
    const all = await store.as(person.name, (query) => papers.list(query));
    return context.html(room("/papers", person, papersPage(all)));
  });
  rooms.post("/papers", async (context) => {
    const person = context.get("person");
    const { paper: sent, everybody: all } = await formAs(context, paper);
    if (sent) {
      const text = await textIn(sent);
      const name = checked(sent.name, words, "the name of the paper");
      await store.as(person.name, (query) => papers.add(query, all ? HOUSE : person.name, name, text));
    }
    return context.redirect("/papers", 303);
  });
  rooms.post("/papers/:id/remove", async (context) => {
    const id = checked(context.req.param("id"), z.uuid(), "id");
    await store.as(context.get("person").name, (query) => papers.remove(query, id));
    return context.redirect("/papers", 303);
  });
}

export function addMe(rooms: Rooms, { store, seal, entrance, url }: PagesOptions): void {
  rooms.get("/me", async (context) => {
    const person = context.get("person");
    const memories = await store.as(person.name, keeping.memories);
    const feed = new URL(`/feed/${seal.token("calendar", person)}.ics`, url ?? context.req.url).href;
    return context.html(room("/me", person, mePage(memories, feed)));
  });
  rooms.post("/me/memories/:id/remove", async (context) => {
    await store.as(context.get("person").name, (query) => keeping.forget(query, idOf(context)));
    return context.redirect("/me", 303);
  });
  rooms.post("/me/forget-talks", async (context) => {
    await store.as(context.get("person").name, keeping.forgetTurns);
    return context.redirect("/", 303);
  });
  rooms.post("/me/leave", (context) => {
    entrance.leave(context);
    return context.redirect("/", 303);
  });
}
