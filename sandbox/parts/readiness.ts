import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import type { Readiness } from "./part.ts";

const patienceMs = 2_000;

/** Whether it answers 200 now. */
export function isReady({ url, tls }: Readiness): Promise<boolean> {
  const { get } = tls ? https : http;
  const secure = tls && { ca: read(tls.ca), cert: read(tls.cert), key: read(tls.key) };
  return new Promise((resolve) => {
    const request = get(url, { ...secure, timeout: patienceMs, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}

function read(file: string): Buffer {
  return readFileSync(file);
}
