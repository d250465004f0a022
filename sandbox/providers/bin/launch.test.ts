import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import * as grpc from "@grpc/grpc-js";
import { expect, test } from "vitest";
import { Plugin } from "../testing/plugin.ts";

test.each(["kubernetes", "docker"])("%s ends when it is told to", async (vendor) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const plugin = await Plugin.start(vendor);
    plugin.process.kill(signal);
    expect(await plugin.ended()).toBe(0);
  }
});

test("a plugin that is cancelled still answers: what it has made must be known", async () => {
  const plugin = await Plugin.start("docker");
  await plugin.configure({ host: "tcp://127.0.0.1:1" });
  await plugin.cancel();
  const { failures } = await plugin.check("docker:index/volume:Volume", { name: "data" });
  expect(failures).toEqual([]);
  await plugin.stop();
});

test("a plugin ends when its engine dies without a word", async () => {
  const server = new grpc.Server();
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  // Between the two, so that the connection can be cut as a killed process cuts it.
  const sockets: Socket[] = [];
  const wire = createServer((socket) => {
    sockets.push(socket);
    import("node:net").then(({ connect }) => socket.pipe(connect(port, "127.0.0.1")).pipe(socket));
  });
  await once(wire.listen(0, "127.0.0.1"), "listening");
  const address = wire.address();
  const plugin = await Plugin.start(
    "kubernetes",
    `127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(plugin.process.exitCode).toBeNull();

  wire.close();
  for (const socket of sockets) socket.destroy();
  expect(await plugin.ended()).toBe(0);
  server.forceShutdown();
});
