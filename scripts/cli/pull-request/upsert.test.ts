import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PullRequest } from "./forge/forge.ts";
import { gitHubPullRequest } from "./forge/github.ts";
import { marked } from "./marker.ts";
import { GitHub } from "./testing/github.ts";
import { upsert } from "./upsert.ts";

let github: GitHub;
let pull: PullRequest;

beforeEach(async () => {
  github = new GitHub();
  const api = await github.listen();
  pull = gitHubPullRequest({ api, token: "a-token-of-a-test", repository: "owner/lab", number: 7 });
});
afterEach(() => github.close());

const bodies = () => github.comments.map(({ body }) => body);

describe("one comment of a pull request", () => {
  test("is written, and by the next run written anew in its place", async () => {
    expect(await upsert(pull, "first", { about: "preview", run: 1 })).toBe("written");
    expect(await upsert(pull, "second", { about: "preview", run: 2 })).toBe("written anew");
    expect(bodies()).toEqual([marked("second", { about: "preview", run: 2 })]);
  });

  test("is found behind two hundred others", async () => {
    for (let each = 0; each < 205; each++) github.write(`talk ${each}`, "somebody");
    await upsert(pull, "first", { about: "preview", run: 1 });
    await upsert(pull, "second", { about: "preview", run: 2 });
    expect(github.comments).toHaveLength(206);
    expect(bodies().at(-1)).toContain("second");
    expect(github.asked.filter((each) => /page=3/.test(each))).not.toEqual([]);
  });

  test("stands beside the one that tells of something else", async () => {
    await upsert(pull, "a preview", { about: "preview", run: 2 });
    expect(await upsert(pull, "a test", { about: "test", run: 1 })).toBe("written");
    expect(await upsert(pull, "another preview", { about: "preview", run: 3 })).toBe("written anew");
    expect(bodies()).toEqual([
      marked("another preview", { about: "preview", run: 3 }),
      marked("a test", { about: "test", run: 1 }),
    ]);
  });

  test("of a run that was outrun is not written over the later one's", async () => {
    await upsert(pull, "later", { about: "preview", run: 2 });
    expect(await upsert(pull, "earlier", { about: "preview", run: 1 })).toBe("outrun");
    expect(bodies()).toEqual([marked("later", { about: "preview", run: 2 })]);
  });

  test("is one, also where two jobs found none at the same moment", async () => {
    await Promise.all([
      upsert(pull, "one", { about: "preview", run: 1 }),
      upsert(pull, "two", { about: "preview", run: 2 }),
    ]);
    expect(bodies()).toEqual([marked("two", { about: "preview", run: 2 })]);
  });

  test("is not the one by which somebody else pretends to be us", async () => {
    github.write(marked("all is well", { about: "preview", run: 999_999 }), "somebody");
    expect(await upsert(pull, "deletes everything", { about: "preview", run: 1 })).toBe("written");
    expect(bodies()[1]).toContain("deletes everything");
  });

  test("is not written where the pull request was closed meanwhile", async () => {
    github.state = "closed";
    expect(await upsert(pull, "first", { about: "preview", run: 1 })).toBe("closed");
    expect(github.comments).toEqual([]);
  });
});

const json = "application/json";
const saying = (message: string) => JSON.stringify({ message });

describe("one clear message, where GitHub answers", () => {
  test.each([
    [
      403,
      json,
      saying("Resource not accessible by integration"),
      ["the token may not do this", "pull-requests: write"],
    ],
    [422, json, saying("Validation Failed"), ["it does not accept the comment", "locked"]],
    [429, json, saying("too many requests"), ["it has enough of us for now"]],
    [403, json, saying("You have exceeded a secondary rate limit"), ["it has enough of us for now"]],
    [404, json, saying("Not Found"), ["it knows no such pull request"]],
    [502, "text/html", "<html>Bad Gateway</html>", ["was answered by a page (502), not by an API"]],
    [200, "text/html", "<html>Log in</html>", ["was answered by a page", "a proxy may ask for a login"]],
  ])("%i of %s", { timeout: 60_000 }, async (status, type, body, words) => {
    github.fault = { status, type, body };
    const said = await upsert(pull, "first", { about: "preview", run: 1 }).then(
      String,
      (error: Error) => `${error.name}: ${error.message}`,
    );
    expect(said).toMatch(/^Stop: owner\/lab#7: writing the comment/);
    for (const word of words) expect(said).toContain(word);
    expect(said).not.toMatch(/a-token-of-a-test|<html>/);
  });

  test("nothing at all", { timeout: 60_000 }, async () => {
    github.close();
    await expect(upsert(pull, "first", { about: "preview", run: 1 })).rejects.toThrow("does not answer");
  });

  test("that it does not know the token", async () => {
    const api = await new GitHub().listen();
    const stranger = gitHubPullRequest({ api, token: "another", repository: "owner/lab", number: 7 });
    await expect(upsert(stranger, "first", { about: "preview", run: 1 })).rejects.toThrow(
      "it does not know the token (401: Bad credentials)",
    );
  });
});
