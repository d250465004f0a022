import { createServer } from "node:net";

/** A whole house: at each of its ports and addresses it tells whoever asks under which address they came. */
for (const port of [22, 53, 443])
  createServer((asking) => asking.end(`${asking.remoteAddress}`.replace("::ffff:", ""))).listen(port);
