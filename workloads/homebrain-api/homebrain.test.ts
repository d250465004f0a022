import { createServer } from "node:http";
import { compileErrors, validate } from "@readme/openapi-parser";
import { describe, expect, onTestFinished, test } from "vitest";
import { SettingsProblem } from "../kit/index.ts";
import * as shapes from "./api/shapes.ts";
import { readSettings } from "./settings.ts";
import { closed, folder, homebrain, json, until, web } from "./testing.ts";
import { IMMICH_KEY, immichLike } from "./upstream/testing/immich-like.ts";

const KEY = "a-key-for-the-family";
const bearer = { authorization: `Bearer ${KEY}` };
const ok = () => web((_, answer) => answer.end("ok"));

const known = (url: string) =>
  until(
    () => json(`${url}/api/house`),
    ({ status }) => status === 200,
  );

describe("a house", () => {
  test("says how everything is, why, and since when", async () => {
    const [web, shut] = await Promise.all([ok(), closed()]);
    const url = await homebrain({
      name: "test",
      machines: [{ name: "nas", look: shut.replace("http", "tcp") }],
      services: [
        { name: "jellyfin", about: "Films", group: "media", stores: ["nas"], look: shut },
        { name: "web", look: web, needs: ["jellyfin"], url: web },
        { name: "job", about: "nobody sees it" },
      ],
    });
    const { body } = await known(url);
    expect(shapes.wholeHouse.parse(body)).toEqual(body);
    expect(body.summary).toEqual({ up: 1, down: 1, resting: 0, unknown: 1 });
    expect(body.services.map(({ sentence }: { sentence: string }) => sentence)).toEqual([
      "jellyfin is down because nas is",
      "web is up without jellyfin",
      "nobody knows how job is",
    ]);
    const one = await json(`${url}/api/services/jellyfin`);
    expect(shapes.oneService.parse(one.body)).toEqual(one.body);
    expect(one.body).toMatchObject({ uptime: { day: 0 }, history: [{ state: "down" }], because: ["nas"] });
    expect(await json(`${url}/api/services/none`)).toMatchObject({ status: 404 });
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('homebrain_services{state="down"} 1');
  });

  test("tells whoever listens as soon as something changes", async () => {
    const server = createServer((_, answer) => answer.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const url = await homebrain({
      name: "test",
      services: [{ name: "web", look: `http://127.0.0.1:${port}/` }],
    });
    await known(url);
    const heard = (await fetch(`${url}/api/events`)).body?.pipeThrough(new TextDecoderStream()).getReader();
    const next = async () =>
      JSON.parse(/data: (.*)/.exec((await heard?.read())?.value ?? "")?.[1] ?? "{}").summary;
    expect(await next()).toMatchObject({ up: 1 });
    server.close();
    server.closeAllConnections();
    expect(await next()).toMatchObject({ down: 1 });
    await heard?.cancel();
    const { body } = await json(`${url}/api/services/web`);
    expect(body.history.map(({ state }: { state: string }) => state)).toEqual(["down", "up"]);
  });

  test("asks Prometheus for what cannot be seen from here, and says when nobody knows", async () => {
    const alert = (labels: object) => ({
      metric: { __name__: "ALERTS", alertstate: "firing", ...labels },
      value: [0, "1"],
    });
    let status = 200;
    const prometheus = await web((asked, answer) => {
      const query = new URL(asked.url ?? "", "http://x").searchParams.get("query");
      const result = query?.startsWith("ALERTS{")
        ? [
            alert({ alertname: "ServiceIsDown", service: "mail" }),
            alert({ alertname: "NodeIsNotReady", node: "two" }),
          ]
        : [];
      answer
        .writeHead(status)
        .end(JSON.stringify({ status: "success", data: { resultType: "vector", result } }));
    });
    const services = [
      { name: "mail", cluster: "core", machines: ["one"] },
      { name: "web", cluster: "core", machines: ["two"] },
      { name: "alone", machines: ["three"] },
    ];
    const machines = [{ name: "one" }, { name: "two" }];
    const url = await homebrain(
      { name: "test", services, machines },
      { HOMEBRAIN_PROMETHEUS_URL: prometheus },
    );
    const states = async () =>
      Object.fromEntries(
        (await known(url)).body.services.map((each: { name: string; state: string }) => [
          each.name,
          each.state,
        ]),
      );
    expect(await states()).toEqual({ mail: "down", web: "up", alone: "unknown" });
    expect((await known(url)).body.machines[1]).toMatchObject({
      sentence: "two is down: its cluster does not hear from it",
    });
    status = 500;
    await until(states, ({ mail, web }) => mail === "unknown" && web === "unknown");
  });
});

describe("the API", () => {
  test("is described as OpenAPI has it, and answers what the description says", async () => {
    const url = await homebrain({ name: "test", services: [] });
    const { body } = await json(`${url}/openapi.json`);
    const result = await validate(structuredClone(body));
    expect(result.valid || compileErrors(result)).toBe(true);
    expect(Object.keys(body.paths)).toContain("/api/photos/search");
    expect(body.paths["/api/money"].get.security).toEqual([{ key: [] }]);
  });

  test("shows photos and money to those alone who have the key", async () => {
    const url = await homebrain(
      { name: "test", services: [] },
      { HOMEBRAIN_KEY: KEY, HOMEBRAIN_IMMICH_URL: await immichLike(), HOMEBRAIN_IMMICH_KEY: IMMICH_KEY },
    );
    for (const path of ["photos/search", "photos/people", "photos/albums", "photos/statistics", "money"])
      expect((await json(`${url}/api/${path}`)).status).toBe(401);
    const found = await json(`${url}/api/photos/search?q=dog&person=Ada&person=Adam`, bearer);
    expect(shapes.photos.parse(found.body)).toEqual(found.body);
    expect(found.body.photos).toHaveLength(1);
    for (const [path, shape] of [
      ["people", shapes.people],
      ["albums", shapes.albums],
      ["statistics", shapes.photoStatistics],
    ] as const) {
      const { body } = await json(`${url}/api/photos/${path}`, bearer);
      expect(shape.parse(body)).toEqual(body);
    }
    expect(await json(`${url}/api/photos/search?size=9999`, bearer)).toMatchObject({ status: 400 });
    expect(await json(`${url}/api/photos/search?person=Grace`, bearer)).toMatchObject({ status: 404 });
    expect(await json(`${url}/api/money`, bearer)).toMatchObject({ status: 404 });
    expect(await json(`${url}/api/media`)).toEqual({ status: 200, body: {} });
  });
});

describe("settings", () => {
  const said = (environment: Record<string, string>) => {
    try {
      readSettings(environment);
    } catch (error) {
      if (error instanceof SettingsProblem) return error.problems.join("\n");
      throw error;
    }
    return "";
  };

  test("that mean nothing without another, or would show photos to everybody, are refused together", () => {
    const problems = said({
      HOST: "0.0.0.0",
      HOMEBRAIN_IMMICH_URL: "http://immich:2283",
      HOMEBRAIN_SONARR_KEY: "k",
    });
    expect(problems).toContain("HOMEBRAIN_HOUSE_FILE is not set");
    expect(problems).toContain("HOMEBRAIN_IMMICH_URL is set, and HOMEBRAIN_IMMICH_KEY is not");
    expect(problems).toContain("HOMEBRAIN_SONARR_KEY is set, and HOMEBRAIN_SONARR_URL is not");
    expect(problems).toContain("photos or money would be shown to whoever comes by");
  });

  test("a house that is no house is told with its place", async () => {
    const data = { HOMEBRAIN_DATA_DIR: folder() };
    await expect(
      homebrain({ name: "x", services: [{ name: "a", look: "file:///etc/passwd" }] }, data),
    ).rejects.toThrow("services.0.look is wrong");
    await expect(homebrain({ name: "x", services: [{ name: "a" }, { name: "a" }] }, data)).rejects.toThrow(
      "two services of the name a",
    );
    await expect(homebrain({}, { ...data, HOMEBRAIN_HOUSE_FILE: "/nowhere" })).rejects.toThrow(
      "cannot be read (ENOENT)",
    );
  });
});
