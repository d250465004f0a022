import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../../scripts/setup/paths.mjs";
import { freePort, GATEWAY, startServer } from "../process.ts";
import type { Ground, Subject } from "../subject.ts";

/** What peers are made of lies outside of any checkout, and stays for the next run. */
const cache = join(cacheFolder(), "bench");
const key = "sk-bench-0123456789abcdef";
const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };

interface Peer {
  name: string;
  version: string;
  /** The program, made if that is possible here; undefined where there is none. */
  find(): string | undefined;
  /** How it is started on a port of its own; its settings go into the folder. */
  plan(program: string, ground: Ground, port: number): Plan;
}

interface Plan {
  command: string[];
  env?: Record<string, string>;
  /** Where it answers when it is ready. */
  ready: string;
  headers?: Record<string, string>;
  /** Of chat completions, where it is not OpenAI's own. */
  path?: string;
}

const olla: Peer = {
  name: "Olla (Go)",
  version: "v0.0.28",
  find: () => cached("olla", "v0.0.28", "olla"),
  plan(program, { folder, upstream }, port) {
    const unlimited = {
      global_requests_per_minute: 0,
      per_ip_requests_per_minute: 0,
      health_requests_per_minute: 0,
      per_endpoint: { default_requests_per_minute: 0 },
    };
    const endpoint = {
      url: upstream,
      name: "upstream",
      type: "openai-compatible",
      priority: 100,
      model_url: "/v1/models",
      health_check_url: "/health",
      check_interval: "5s",
      check_timeout: "1s",
    };
    const file = settings(folder, "olla.yaml", {
      server: {
        host: "127.0.0.1",
        port,
        write_timeout: "0s",
        request_logging: false,
        rate_limits: unlimited,
      },
      proxy: { engine: "olla", profile: "auto", load_balancer: "least-connections" },
      discovery: { type: "static", static: { endpoints: [endpoint] } },
      logging: { level: "error", format: "json" },
    });
    return {
      command: [program, "--config", file],
      ready: "/olla/openai/v1/models",
      path: "/olla/openai/v1/chat/completions",
    };
  },
};

const llamaSwap: Peer = {
  name: "llama-swap (Go)",
  version: "v250",
  find: () => cached("llama-swap", "v250", "llama-swap"),
  plan(program, { folder, upstream }, port) {
    const file = settings(folder, "llama-swap.yaml", {
      logLevel: "error",
      apiKeys: [key],
      peers: { upstream: { proxy: upstream, models: ["fake"] } },
    });
    return { command: [program, "-config", file, "-listen", `127.0.0.1:${port}`], ready: "/health" };
  },
};

const portkey: Peer = {
  name: "Portkey (Node)",
  version: "1.15.2",
  find() {
    const install = (folder: string) => {
      // With a newer server of Hono than this one it answers every stream with 500 (its issue 1389).
      const overrides = { "@hono/node-server": "1.14.1" };
      settings(folder, "package.json", { dependencies: { "@portkey-ai/gateway": "1.15.2" }, overrides });
      execFileSync("npm", ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"], {
        stdio: "ignore",
      });
    };
    return made("portkey", "1.15.2", "node_modules/@portkey-ai/gateway/build/start-server.js", install);
  },
  plan(program, { upstream }, port) {
    // It would listen on every address of the machine.
    const loopback = join(import.meta.dirname, "../programs/loopback.mjs");
    return {
      command: [process.execPath, "--import", loopback, program, `--port=${port}`, "--headless"],
      env: { NODE_ENV: "production" },
      ready: "/",
      headers: { "x-portkey-provider": "openai", "x-portkey-custom-host": `${upstream}/v1` },
    };
  },
};

const litellm: Peer = {
  name: "LiteLLM (Python)",
  version: "1.106.2",
  find() {
    const install = (folder: string) => {
      execFileSync("python3", ["-m", "venv", folder], { stdio: "ignore" });
      execFileSync(join(folder, "bin/pip"), ["install", "--quiet", "litellm[proxy]==1.106.2"], {
        stdio: "ignore",
      });
    };
    return made("litellm", "1.106.2", "bin/litellm", install);
  },
  plan(program, { folder, upstream }, port) {
    const file = settings(folder, "litellm.yaml", {
      model_list: [
        {
          model_name: "fake",
          litellm_params: { model: "openai/fake", api_base: `${upstream}/v1`, api_key: "upstream" },
        },
      ],
      litellm_settings: { telemetry: false, num_retries: 0, request_timeout: 60, callbacks: [] },
      general_settings: { master_key: key },
    });
    const command = [
      program,
      "--config",
      file,
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      "--num_workers",
      "1",
    ];
    // The table of prices that comes with it, not the one on the net.
    return { command, env: { LITELLM_LOCAL_MODEL_COST_MAP: "True" }, ready: "/health/liveliness" };
  },
};

const nginx: Peer = {
  name: "nginx (the limit)",
  version: nginxVersion(),
  find: () => (existsSync("/usr/sbin/nginx") ? "/usr/sbin/nginx" : undefined),
  plan(program, { folder, upstream }, port) {
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map((name) => `${name}_temp_path ${folder}/nginx-${name};`)
      .join(" ");
    const file = join(folder, "nginx.conf");
    writeFileSync(
      file,
      `daemon off; master_process off; worker_processes 1; error_log stderr; pid ${folder}/nginx.pid;
events { worker_connections 8192; }
http {
  access_log off; ${temporary}
  upstream up { server ${new URL(upstream).host}; keepalive 128; }
  server {
    listen 127.0.0.1:${port}; keepalive_requests 1000000;
    location / {
      proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off;
    }
  }
}
`,
    );
    return { command: [program, "-c", file], ready: "/v1/models" };
  },
};

/** Those in Go are measured wherever their programs lie in the cache; the others only when they are asked for. */
export const goPeers = [olla, llamaSwap];
export const otherPeers = [portkey, litellm, nginx];

export async function startPeer(peer: Peer, ground: Ground): Promise<Subject | undefined> {
  const program = peer.find();
  if (!program) {
    process.stderr.write(`${peer.name} ${peer.version} is left out: there is no program of it here\n`);
    return undefined;
  }
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const plan = peer.plan(program, ground, port);
  const start = () =>
    startServer(GATEWAY, plan.command, {
      log: join(ground.folder, `${peer.name.split(" ")[0]}.log`),
      ready: `${origin}${plan.ready}`,
      ...(plan.env && { env: plan.env }),
      cwd: ground.folder,
    });
  const server = await start();
  const subject: Subject = {
    name: peer.name,
    version: peer.version,
    url: `${origin}${plan.path ?? "/v1/chat/completions"}`,
    headers: { ...headers, ...plan.headers },
    model: "fake",
    server,
    idleKb: server.residentKb,
    async revive() {
      await subject.server?.stop();
      subject.server = await start();
    },
  };
  return subject;
}

/** A program that somebody has put into the cache: `~/.cache/homelab/bench/olla/v0.0.28/olla`. */
function cached(name: string, version: string, program: string): string | undefined {
  const file = join(cache, name, version, program);
  return existsSync(file) ? file : undefined;
}

/** The same, installed by its own registry's client the first time. */
function made(
  name: string,
  version: string,
  program: string,
  install: (folder: string) => void,
): string | undefined {
  const known = cached(name, version, program);
  if (known) return known;
  const folder = join(cache, name, version);
  mkdirSync(folder, { recursive: true });
  try {
    install(folder);
  } catch {
    // Half of it would be taken for the whole the next time.
    rmSync(folder, { recursive: true, force: true });
  }
  return cached(name, version, program);
}

/** JSON is YAML too. */
function settings(folder: string, name: string, content: object): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

function nginxVersion(): string {
  try {
    return (
      /[\d.]+/.exec(
        execFileSync("/usr/sbin/nginx", ["-v"], { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] }),
      )?.[0] ?? ""
    );
  } catch {
    return "";
  }
}
