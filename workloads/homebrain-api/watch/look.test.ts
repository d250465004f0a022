import { expect, test } from "vitest";
import { closed, tcp, web } from "../testing.ts";
import { look } from "./look.ts";

const GIBBERISH = "SSH-2.0-OpenSSH_9.9\r\n";

test("what answers is up, whatever it says, however long it would go on", async () => {
  let sent = 0;
  const endless = await web((_, answer) => {
    answer.writeHead(200);
    const more = () => {
      while (answer.write("x".repeat(65_536))) sent += 65_536;
      answer.once("drain", more);
    };
    more();
  });
  expect(await look(endless)).toMatchObject({ state: "up", ms: expect.any(Number) });
  // It is let go, and not read to see where it ends.
  expect(sent).toBeLessThan(10_000_000);
  const elsewhere = await web((_, answer) =>
    answer.writeHead(302, { location: "http://127.0.0.1:9/" }).end(),
  );
  expect(await look(elsewhere)).toMatchObject({ state: "up" });
  expect(await look((await tcp(() => {})).replace("http", "tcp"))).toMatchObject({ state: "up" });
});

test("each way to fail has its sentence", { timeout: 20_000 }, async () => {
  const [failing, refusing, silent, cutting, other, shut] = await Promise.all([
    web((_, answer) => answer.writeHead(503).end()),
    web((_, answer) => answer.writeHead(404).end()),
    tcp(() => {}),
    tcp((socket) => socket.on("data", () => socket.destroy())),
    tcp((socket) => socket.on("data", () => socket.end(GIBBERISH))),
    closed(),
  ]);
  expect(
    await Promise.all(
      [failing, refusing, silent, cutting, other, shut, shut.replace("http", "tcp")].map(look),
    ),
  ).toEqual([
    { state: "down", why: "it answers with 503" },
    { state: "down", why: "it answers with 404" },
    { state: "down", why: "it does not answer within 5 seconds" },
    { state: "down", why: "it cuts the connection" },
    { state: "down", why: "it does not speak HTTP" },
    { state: "down", why: "nobody listens there" },
    { state: "down", why: "nobody listens there" },
  ]);
  expect(await look("http://nowhere.invalid/")).toEqual({
    state: "down",
    why: expect.stringMatching(/name/),
  });
});
