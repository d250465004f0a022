import { describe, expect, test } from "vitest";
import { GIB, houseOf, World } from "../testing/world.ts";

const one = houseOf([{ name: "qwen", vram: "16GiB" }]);
const two = houseOf([
  { name: "qwen", vram: "16GiB" },
  { name: "painter", vram: "12GiB" },
  { name: "small", vram: "4GiB" },
]);
const wants = { running: 0, waiting: 1 };
const busy = { running: 1, waiting: 0 };
const why = (world: World, name: string) => {
  const { phase } = world.of(name);
  return "why" in phase ? phase.why : undefined;
};

describe("a model", () => {
  test("is loaded when somebody waits, is kept warm, and stops when it has been idle for long", () => {
    const world = new World(one);
    world.pass(5);
    expect(world.phase("qwen")).toBe("stopped");
    world.demand = { qwen: wants };
    world.pass(2);
    expect(world.phase("qwen")).toBe("starting");
    world.pass(3);
    expect([world.phase("qwen"), world.of("qwen").loadMs]).toEqual(["ready", 3_000]);
    world.demand = { qwen: busy };
    world.pass(3_000);
    world.demand = {};
    world.pass(14 * 60);
    expect(world.phase("qwen")).toBe("ready");
    world.pass(70);
    expect(world.phase("qwen")).toBe("stopped");
    expect(world.isRunning("qwen")).toBe(false);
  });

  test("that nobody may miss is loaded by itself, and again after it has died", () => {
    const world = new World(houseOf([{ name: "qwen", vram: "16GiB", idleMinutes: "never" }]));
    world.pass(5);
    expect(world.phase("qwen")).toBe("ready");
    world.kill("qwen");
    world.pass(1);
    expect(why(world, "qwen")).toBe("ended: it was killed");
    world.pass(10);
    expect(world.phase("qwen")).toBe("ready");
  });

  test("that runs already is found as it is", () => {
    const world = new World(two);
    world.startByHand("qwen");
    world.pass(5);
    world.forget();
    world.pass(2);
    expect(world.phase("qwen")).toBe("ready");
    expect(world.orders).toEqual([]);
  });

  test("that dies as it loads is left alone for longer each time", () => {
    const world = new World(one);
    world.fate("qwen", "dies");
    world.demand = { qwen: wants };
    world.pass(2);
    expect(why(world, "qwen")).toBe("ended while it was loading: out of memory");
    world.pass(600);
    const starts = world.orders.length;
    expect(starts).toBeGreaterThan(4);
    expect(starts).toBeLessThan(10);
  });

  test("that never answers is stopped, and says after how long", () => {
    const world = new World(houseOf([{ name: "qwen", vram: "1GiB", startsWithin: 20 }]));
    world.fate("qwen", "hangs");
    world.demand = { qwen: wants };
    world.pass(23);
    expect(world.isRunning("qwen")).toBe(false);
    expect(why(world, "qwen")).toBe("did not answer within 20 s of its start");
  });

  test("without a container says which one is missing", () => {
    const world = new World(one);
    world.remove("qwen");
    world.demand = { qwen: wants };
    world.pass(2);
    expect(why(world, "qwen")).toContain('has no container "qwen"');
  });

  test("is given up when Docker goes away in the middle of its load, and found again when it is back", () => {
    const world = new World(one, { loadMs: 40_000 });
    world.demand = { qwen: wants };
    world.pass(3);
    world.away = { why: "ECONNREFUSED", since: world.now };
    world.pass(9);
    expect(world.phase("qwen")).toBe("starting");
    world.pass(3);
    expect(why(world, "qwen")).toContain("Docker does not answer (ECONNREFUSED)");
    world.away = undefined;
    world.pass(60);
    expect(world.phase("qwen")).toBe("ready");
    expect(world.orders).toHaveLength(1);
  });
});

describe("memory of the card", () => {
  test("is made by those who are idle, the longest unused first, and by nobody for nothing", () => {
    const world = new World(two);
    world.demand = { painter: wants };
    world.pass(10);
    world.demand = { small: wants };
    world.pass(10);
    expect([world.phase("painter"), world.phase("small")]).toEqual(["ready", "ready"]);
    world.demand = { qwen: wants };
    world.pass(10);
    expect([world.phase("painter"), world.phase("small"), world.phase("qwen")]).toEqual([
      "stopped",
      "ready",
      "ready",
    ]);
  });

  test("is not taken from who is at work, until somebody has waited long for it", () => {
    const world = new World(two);
    world.demand = { painter: wants };
    world.pass(10);
    world.demand = { painter: busy, qwen: wants };
    world.pass(55);
    expect(world.phase("painter")).toBe("ready");
    world.pass(10);
    expect(world.phase("painter")).toBe("draining");
    world.pass(60);
    expect([world.phase("painter"), world.phase("qwen")]).toEqual(["stopped", "ready"]);
  });

  test("that is somebody else's is no reason to stop anybody: it is told, and others are served", () => {
    const world = new World(two);
    world.foreign = 10 * GIB;
    world.demand = { qwen: wants };
    world.pass(1);
    world.demand = { qwen: wants, small: wants };
    world.pass(10);
    expect(world.of("qwen").blocked).toBe(
      "it takes 16 GiB, and only 14 GiB of the card are not somebody else's",
    );
    expect(world.phase("small")).toBe("ready");
  });
});

describe("while somebody plays", () => {
  test("answers end first, then the card is free, and afterwards whoever waits is served", () => {
    const world = new World(two);
    world.demand = { qwen: wants };
    world.pass(10);
    world.demand = { qwen: busy };
    world.playing = "a game has the card";
    world.pass(30);
    expect([world.state.gaming.is, world.isRunning("qwen")]).toEqual(["draining", true]);
    world.demand = {};
    world.pass(3);
    expect([world.state.gaming.is, world.taken]).toEqual(["on", 0]);
    world.demand = { qwen: wants };
    world.pass(300);
    expect(world.taken).toBe(0);
    world.playing = undefined;
    world.pass(5);
    expect(world.phase("qwen")).toBe("ready");
  });

  test("an answer that does not end is not waited for beyond its time, and a load not at all", () => {
    const world = new World(two, { loadMs: 30_000 });
    world.demand = { qwen: wants };
    world.pass(40);
    world.demand = { qwen: busy, small: wants };
    world.pass(5);
    expect(world.phase("small")).toBe("starting");
    world.playing = "a game has the card";
    world.pass(3);
    expect([world.isRunning("small"), world.isRunning("qwen")]).toEqual([false, true]);
    world.pass(60);
    expect([world.state.gaming.is, world.taken]).toEqual(["on", 0]);
  });

  test("a model that is started by hand does not stay", () => {
    const world = new World(one);
    world.playing = "a game has the card";
    world.pass(2);
    world.startByHand("qwen");
    world.pass(3);
    expect(world.isRunning("qwen")).toBe(false);
  });
});
