/** The same bytes from a server that does nothing else: what a machine that is busy with others adds to every answer. */
import { createServer } from "node:http";

const { PORT, BYTES } = process.env;
const body = JSON.stringify("x".repeat(Number(BYTES) - 2));

createServer((_, answer) => {
  answer.writeHead(200, { "content-type": "application/json" }).end(body);
}).listen(Number(PORT), "127.0.0.1");
