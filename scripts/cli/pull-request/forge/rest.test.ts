import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { marked } from "../marker.ts";
import { GitHub } from "../testing/github.ts";
import { upsert } from "../upsert.ts";
import { forgejoPullRequest, gitLabMergeRequest } from "./rest.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

test("Forgejo, whose API resembles GitHub's, has one comment that is written anew", async () => {
  const forge = new GitHub();
  closing.push(() => forge.close());
  const api = await forge.listen();
  const pull = forgejoPullRequest({ api, token: "a-token-of-a-test", repository: "owner/lab", number: 7 });
  for (let each = 0; each < 60; each++) forge.write(`talk ${each}`, "somebody");
  expect(await upsert(pull, "first", { about: "preview", run: 1 })).toBe("written");
  expect(await upsert(pull, "second", { about: "preview", run: 2 })).toBe("written anew");
  expect(forge.comments).toHaveLength(61);
  expect(forge.comments.at(-1)?.body).toBe(marked("second", { about: "preview", run: 2 }));
  forge.fault = {
    status: 403,
    type: "application/json",
    body: '{"message":"token does not have write:issue"}',
  };
  await expect(upsert(pull, "third", { about: "preview", run: 3 })).rejects.toThrow(
    "the token may not do this (403: token does not",
  );
});

test("GitLab has notes, asks for PUT, and calls what is not closed opened", async () => {
  const notes: { id: number; body: string; author: { username: string } }[] = [];
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://gitlab");
    const route = `${request.method} ${pathname}`;
    asked.push(route);
    const send = (status: number, data: unknown) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(data));
    };
    if (request.headers["private-token"] !== "glpat-of-a-test")
      return send(401, { message: "401 Unauthorized" });
    const { body } = request.method === "GET" ? { body: "" } : JSON.parse(await text(request));
    const merge = "/projects/house%2Flab/merge_requests/7";
    if (route === "GET /user") return send(200, { username: "lab-bot" });
    if (route === `GET ${merge}`) return send(200, { iid: 7, state: "opened" });
    if (route === `GET ${merge}/notes`) return send(200, notes);
    if (route === `POST ${merge}/notes`) {
      notes.push({ id: 1, body, author: { username: "lab-bot" } });
      return send(201, notes[0]);
    }
    const [note] = notes;
    if (route === `PUT ${merge}/notes/1` && note) return send(200, Object.assign(note, { body }));
    send(404, { message: "404 Not found" });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const args = { api, repository: "house/lab", number: 7 };
  const merge = gitLabMergeRequest({ ...args, token: "glpat-of-a-test" });
  expect(await upsert(merge, "first", { about: "preview", run: 1 })).toBe("written");
  expect(await upsert(merge, "second", { about: "preview", run: 2 })).toBe("written anew");
  expect(notes.map(({ body }) => body)).toEqual([marked("second", { about: "preview", run: 2 })]);
  expect(asked.at(-1)).toBe("PUT /projects/house%2Flab/merge_requests/7/notes/1");
  const stranger = gitLabMergeRequest({ ...args, token: "another" });
  await expect(upsert(stranger, "x", { about: "preview", run: 3 })).rejects.toThrow(
    "house/lab!7: reading the pull request failed: it does not know the token",
  );
});
