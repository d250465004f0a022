export interface ThreadData {
  /** The module whose packages the thread shares. */
  from: string;
  folder: string;
  socket: string;
}

/**
 * What the thread runs. Its text is sent there, since no file lies beside a bundle that could be loaded instead: so it
 * may use nothing from outside itself, and declare no function with a name of its own (tsx would wrap it in a helper).
 */
export function serve(require: NodeJS.Require): void {
  const { rmSync } = require("node:fs") as typeof import("node:fs");
  const { createRequire } = require("node:module") as typeof import("node:module");
  const { parentPort, workerData } = require("node:worker_threads") as typeof import("node:worker_threads");
  const { from, folder, socket } = workerData as ThreadData;
  const load = createRequire(from);
  const { PGlite } = load("@electric-sql/pglite") as typeof import("@electric-sql/pglite");
  const { PGLiteSocketServer } = load(
    "@electric-sql/pglite-socket",
  ) as typeof import("@electric-sql/pglite-socket");
  const { vector } = load("@electric-sql/pglite-pgvector") as typeof import("@electric-sql/pglite-pgvector");

  const database = new PGlite({ dataDir: folder, extensions: { vector } });
  const run = database.execProtocolRawStream.bind(database);
  database.execProtocolRawStream = (...args) =>
    run(...args).catch((error) => {
      // Mistakes in SQL are answers and never thrown. What is thrown leaves the server's queue stuck for good, so the
      // thread ends, and a new one recovers from the log as PostgreSQL does after a crash.
      setImmediate(() => {
        throw error;
      });
      throw error;
    });
  // More than the one connection of the pool: a connection that is being closed still counts for a moment.
  const server = new PGLiteSocketServer({ db: database, path: socket, maxConnections: 16 });
  // Left behind by a process that was killed.
  rmSync(socket, { force: true });
  server.start().then(() => parentPort?.postMessage("serves"));
  parentPort?.once("message", async () => {
    await server.stop();
    await database.close();
    process.exit();
  });
}
