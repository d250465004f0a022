import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { expect, onTestFinished, test } from "vitest";
import { MARK, type Monitor } from "./difference.ts";
import { Kuma } from "./kuma.ts";

/** Its socket, as its page speaks to it: Uptime Kuma itself is in no registry. */
async function kumaLike() {
  const monitors: Record<number, Monitor> = {};
  const accounts: Record<string, string> = {};
  const http = createServer();
  const server = new Server(http);
  type Callback = (answer: unknown) => void;
  server.on("connection", (socket) => {
    let isIn = false;
    const inside = (done: () => void) => (callback: Callback) => {
      if (isIn) done();
      callback(isIn ? { ok: true } : { ok: false, msg: "You are not logged in." });
    };
    socket.on("needSetup", (callback: Callback) => callback(Object.keys(accounts).length === 0));
    socket.on("setup", (user: string, password: string, callback: Callback) => {
      accounts[user] = password;
      callback({ ok: true });
    });
    socket.on("login", ({ username, password }, callback: Callback) => {
      isIn = accounts[username] === password;
      callback(isIn ? { ok: true } : { ok: false, msg: "authIncorrectCreds" });
    });
    socket.on(
      "getMonitorList",
      inside(() => socket.emit("monitorList", monitors)),
    );
    socket.on("add", (said, callback: Callback) =>
      inside(() => {
        const id = Object.keys(monitors).length + 1;
        monitors[id] = { ...said, id };
      })(callback),
    );
    socket.on("editMonitor", (said, callback: Callback) =>
      inside(() => (monitors[said.id] = said))(callback),
    );
    socket.on("deleteMonitor", (id, callback: Callback) => inside(() => delete monitors[id])(callback));
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, monitors };
}

const wanted = { name: "web", url: "https://web.example.com", statuses: ["200-299"], interval: 120 };

test("the first who comes makes the account; then monitors are made, changed and removed", async () => {
  const { url, monitors } = await kumaLike();
  const kuma = await Kuma.at(url);
  onTestFinished(() => kuma.close());
  await kuma.enter("homelab", "a long password");
  await kuma.add(wanted);
  const [made] = await kuma.monitors();
  expect(made).toMatchObject({ id: 1, name: "web", type: "http", description: MARK });
  if (made) await kuma.change(made, { ...wanted, interval: 300 });
  expect(monitors[1]).toMatchObject({ interval: 300, maxretries: 2 });
  if (made) await kuma.remove(made);
  expect(await kuma.monitors()).toEqual([]);
});

test("a wrong password and a closed door are told in words", async () => {
  const { url } = await kumaLike();
  const [first, second] = [await Kuma.at(url), await Kuma.at(url)];
  onTestFinished(() => [first, second].forEach((each) => void each.close()));
  await first.enter("homelab", "a long password");
  await expect(second.enter("homelab", "another")).rejects.toThrow("refuses login: authIncorrectCreds");
  await expect(second.add(wanted)).rejects.toThrow("refuses add: You are not logged in.");
  await expect(Kuma.at("http://127.0.0.1:9")).rejects.toThrow("http://127.0.0.1:9 does not answer");
});
