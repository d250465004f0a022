import * as z from "zod";
import { needingDatabase } from "../database/index.ts";
import { type Route, route } from "../http/index.ts";
import type { IssuedKey, Keyring, KeyStore } from "../keys/index.ts";
import { issuedKey, keyChange, newKey, rotation, showKey, shownKey } from "./key-shapes.ts";

export interface KeyRoutesSettings {
  store: KeyStore;
  keyring: Pick<Keyring, "refresh">;
}

/** To make, see, change and end keys. */
export function keyRoutes({ store, keyring }: KeyRoutesSettings): Route[] {
  const described = { access: "admin", group: "keys" } as const;

  /** In force here when the answer is read; other routers hear of it by themselves. */
  function changing<Result>(work: () => Promise<Result>): Promise<Result> {
    return needingDatabase(async () => {
      const result = await work();
      await keyring.refresh();
      return result;
    });
  }

  return [
    route({
      ...described,
      method: "GET",
      path: "/admin/keys",
      summary: "All keys, the newest first.",
      answer: z.object({ keys: z.array(shownKey) }),
      handle: () => needingDatabase(async () => ({ keys: (await store.list()).map(showKey) })),
    }),
    route({
      ...described,
      method: "POST",
      path: "/admin/keys",
      summary: "Make a key. Its secret is in this answer only.",
      body: newKey,
      answer: issuedKey,
      handle: ({ body }) =>
        changing(async () => {
          return showIssued(await store.create({ ...body, person: body.person ?? body.name }));
        }),
    }),
    route({
      ...described,
      method: "GET",
      path: "/admin/keys/{id}",
      summary: "One key.",
      answer: shownKey,
      handle: ({ params }) => needingDatabase(async () => showKey(await store.get(idIn(params)))),
    }),
    route({
      ...described,
      method: "PATCH",
      path: "/admin/keys/{id}",
      summary: "Change a key. What is not said stays; limits are replaced as a whole.",
      body: keyChange,
      answer: shownKey,
      handle: ({ params, body }) => changing(async () => showKey(await store.change(idIn(params), body))),
    }),
    route({
      ...described,
      method: "POST",
      path: "/admin/keys/{id}/rotate",
      summary: "Give a key a new secret; the old one works for a while more, if asked.",
      body: rotation,
      answer: issuedKey,
      handle: ({ params, body }) =>
        changing(async () => showIssued(await store.rotate(idIn(params), body.graceSeconds))),
    }),
    route({
      ...described,
      method: "DELETE",
      path: "/admin/keys/{id}",
      summary: "Revoke a key, at once and for good. Its usage stays.",
      answer: shownKey,
      handle: ({ params }) => changing(async () => showKey(await store.revoke(idIn(params)))),
    }),
  ];
}

function showIssued({ key, secret }: IssuedKey) {
  return { ...showKey(key), secret };
}

function idIn({ id = "" }: Record<string, string>): string {
  return id;
}
