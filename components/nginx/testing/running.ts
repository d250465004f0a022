import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Lab, Service } from "../../lab/index.ts";
import { ownSecret } from "../../secrets/index.ts";
import { ingressFiles } from "../ingress-files.ts";

const ROOT = "a root secret of a lab that is only a test";

/** The files of an ingress in a folder, as its container would have them; the services behind it are on this machine. */
export async function layOut(ingress: Service, lab: Lab, upstreams: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "nginx-"));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, "tmp"), { mode: 0o777 });
  chmodSync(join(folder, "tmp"), 0o777);
  const files: Record<string, string> = {};
  for (const [path, parts] of Object.entries(ingressFiles(ingress, lab))) {
    const told = await Promise.all(
      parts.map((part) => (typeof part === "string" ? part : ownSecret(ROOT, lab.name, part))),
    );
    const text = Object.entries(upstreams).reduce(
      (conf, [name, url]) => conf.replaceAll(name, url),
      told
        .join("")
        .replaceAll(" /tmp/", ` ${folder}/tmp/`)
        .replaceAll(" /etc/nginx/", ` ${folder}/etc/nginx/`)
        // Of a process of ours it is a socket, which cannot be opened by its name.
        .replace("access_log /dev/stdout", "access_log off"),
    );
    files[path] = text;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return {
    conf: join(folder, "/etc/nginx/nginx.conf"),
    files,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** A real nginx, once it listens. */
export async function startNginx(nginx: string, conf: string, port: number) {
  const running = spawn(nginx, ["-e", "stderr", "-c", conf, "-g", "daemon off;"], {
    stdio: "ignore",
  });
  for (let tries = 0; tries < 100 && !(await listens(port)); tries++) await pause(50);
  return async () => {
    if (running.exitCode !== null) return;
    const ended = once(running, "exit");
    running.kill("SIGTERM");
    await ended;
  };
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const heard = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return heard;
}
