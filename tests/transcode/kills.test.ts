import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { bundle } from "../../components/program/index.ts";
import { House, hasFfmpeg, namesIn, settled, until } from "../../workloads/transcode/testing.ts";

const WORKERS = 3;
const KILLS = 50;
/** Until a kill comes, in milliseconds: from before it has looked around until after it is done. */
const LONGEST = 900;

/** As a pod has it: when its first process ends, all do. */
class Pod {
  readonly #program: string;
  readonly #environment: NodeJS.ProcessEnv;
  #process: ChildProcess;
  said = "";

  constructor(program: string, environment: NodeJS.ProcessEnv) {
    this.#program = program;
    this.#environment = environment;
    this.#process = this.#start();
  }

  async killed(): Promise<void> {
    this.end();
    await new Promise((resolve) => this.#process.once("close", resolve));
    this.#process = this.#start();
  }

  end(): void {
    if (this.#process.pid) process.kill(-this.#process.pid, "SIGKILL");
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [this.#program], {
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    child.stdout.on("data", (chunk) => {
      this.said += chunk;
    });
    child.stderr.on("data", (chunk) => {
      this.said += chunk;
    });
    return child;
  }
}

const digestOf = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

test.skipIf(!hasFfmpeg)(
  "three workers, killed fifty times at random, lose no film and do none twice (apt install ffmpeg)",
  { timeout: 280_000 },
  async () => {
    const house = new House();
    const program = join(house.folder, "app", "transcode.mjs");
    mkdirSync(dirname(program));
    for (const [file, text] of Object.entries((await bundle("transcode")).start))
      writeFileSync(join(house.folder, "app", file), text);
    const model = house.film("../model.mp4", { seconds: 4 });
    const films: string[] = [];
    const sources = new Map<string, string>();
    const add = () => {
      const name = `film-${String(films.length).padStart(2, "0")}.mp4`;
      const path = join(house.folder, name);
      copyFileSync(model, path);
      // Each is another file, as far as its bytes go.
      appendFileSync(path, `free of charge: ${name}`);
      sources.set(name, digestOf(path));
      renameSync(settled(path), join(house.sources, name));
      films.push(name);
    };
    const environment = { PATH: process.env.PATH, ...house.environment({ TRANSCODE_TRIES: "1000" }) };
    for (let count = 0; count < 2 * WORKERS; count += 1) add();
    const pods = Array.from({ length: WORKERS }, () => new Pod(program, environment));
    onTestFinished(() => pods.forEach((pod) => void pod.end()));

    const born = new Map<string, string>();
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep(Math.random() * LONGEST);
      await pods[Math.floor(Math.random() * WORKERS)]?.killed();
      if (house.sourcesLeft().length < WORKERS) add();
      for (const name of namesIn(house.results).filter((each) => each.endsWith(".mkv"))) {
        // Nobody writes a result anew.
        const digest = digestOf(join(house.results, name));
        expect(born.get(name) ?? digest).toBe(digest);
        born.set(name, digest);
      }
    }
    await until(() => house.sourcesLeft().length === 0, 120);
    await until(() => namesIn(join(house.state, "claims")).length === 0, 30);

    const results = films.map((name) => name.replace(".mp4", ".mkv"));
    expect(namesIn(house.results)).toEqual(results);
    const trash = namesIn(join(house.state, "trash")).filter((name) => name.endsWith(".mp4"));
    expect(trash.map((name) => basename(name)).sort()).toEqual(films);
    for (const name of trash)
      expect(digestOf(join(house.state, "trash", name))).toBe(sources.get(basename(name)));
    for (const name of results) {
      const read = ["-v", "error", "-xerror", "-i", join(house.results, name), "-f", "null", "-"];
      expect(execFileSync("ffmpeg", read).toString()).toBe("");
    }
    const done = pods.flatMap(({ said }) =>
      [...said.matchAll(/"film":"(\w+)".*"msg":"done"/g)].map(([, key]) => key),
    );
    expect(new Set(done).size).toBe(done.length);
    expect(done.length).toBeGreaterThan(films.length / 2);
    expect(pods.map(({ said }) => said).join("")).not.toMatch(/"level":50/);
  },
);
