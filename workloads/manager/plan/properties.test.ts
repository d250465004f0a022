import fc from "fast-check";
import { expect, test } from "vitest";
import { GIB, houseOf, World } from "../testing/world.ts";

const names = ["a", "b", "c", "d"];
const house = fc
  .array(fc.record({ vram: fc.integer({ min: 1, max: 24 }), never: fc.boolean() }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((models) =>
    houseOf(
      models.map(({ vram, never }, index) => ({
        name: names[index],
        vram: `${vram}GiB`,
        startsWithin: 30,
        ...(never && { idleMinutes: "never" }),
      })),
    ),
  );

const model = fc.nat(3);
const event = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ to: fc.constant("ask" as const), model, running: fc.nat(2), waiting: fc.nat(2) }),
  },
  fc.record({ to: fc.constant("fate" as const), model, fate: fc.constantFrom("loads", "dies", "hangs") }),
  fc.record({ to: fc.constantFrom("kill", "forget", "play", "rest", "lose Docker", "find Docker"), model }),
  fc.record({ to: fc.constant("take" as const), gib: fc.nat(24) }),
);
const story = fc.array(fc.tuple(event, fc.nat(90)), { maxLength: 30 });
type Event = typeof event extends fc.Arbitrary<infer Each> ? Each : never;

function happens(world: World, each: Event): void {
  const name = "model" in each ? world.house.models[each.model % world.house.models.length]?.name : undefined;
  switch (each.to) {
    case "ask":
      if (name)
        world.demand[name] = { running: world.isRunning(name) ? each.running : 0, waiting: each.waiting };
      break;
    case "fate":
      if (name) world.fate(name, each.fate);
      break;
    case "kill":
      if (name) world.kill(name);
      break;
    case "forget":
      world.forget();
      break;
    case "play":
      world.playing = "a game has the card";
      break;
    case "rest":
      world.playing = undefined;
      break;
    case "lose Docker":
      world.away ??= { why: "ECONNREFUSED", since: world.now };
      break;
    case "find Docker":
      world.away = undefined;
      break;
    case "take":
      world.foreign = each.gib * GIB;
  }
}

/** Nothing of it has ever been wrong when nobody else starts containers. */
function promisesKept(world: World): void {
  expect(world.taken).toBeLessThanOrEqual(24 * GIB);
  if (world.away) return;
  expect(world.promised).toBeLessThanOrEqual(24 * GIB);
  if (world.state.gaming.is === "on" && world.playing) expect(world.taken).toBe(0);
}

test("two models are never loaded that do not fit, whatever happens, and nobody loads one while somebody plays", () => {
  fc.assert(
    fc.property(house, story, (given, events) => {
      const world = new World(given);
      for (const [each, seconds] of events) {
        happens(world, each);
        // One that has forgotten everything looks before it orders.
        world.pass(1 + seconds, () => promisesKept(world));
      }
    }),
    { numRuns: 150 },
  );
});

test("a load begins only where it fits beside all that is somebody else's", () => {
  fc.assert(
    fc.property(house, story, (given, events) => {
      const world = new World(given);
      for (const [each, seconds] of events) {
        happens(world, each);
        for (let second = 0; second <= seconds; second++) {
          const before = world.orders.length;
          world.pass(1);
          if (world.orders.slice(before).some(({ to }) => to === "start"))
            expect(world.promised + world.foreign).toBeLessThanOrEqual(24 * GIB);
        }
      }
    }),
    { numRuns: 100 },
  );
});

test("whatever has happened, a machine that is well again serves each who waits", () => {
  fc.assert(
    fc.property(house, story, model, (given, events, last) => {
      const world = new World(given);
      for (const [each, seconds] of events) {
        happens(world, each);
        world.pass(seconds);
      }
      Object.assign(world, { playing: undefined, away: undefined, foreign: 0, demand: {} });
      for (const { name } of given.models) world.fate(name, "loads");
      const wanted = given.models[last % given.models.length]?.name ?? "";
      world.demand = { [wanted]: { running: 0, waiting: 1 } };
      // The longest pause after failures, a load, and a drain.
      world.pass(300 + 60 + 30);
      expect(world.phase(wanted)).toBe("ready");
    }),
    { numRuns: 100 },
  );
});

test("who is at work is stopped for a game or for who has waited, after its time, and for nothing else", () => {
  fc.assert(
    fc.property(house, fc.array(fc.tuple(model, fc.nat(50)), { maxLength: 20 }), (given, asks) => {
      const world = new World(given);
      const [worker] = given.models;
      if (!worker) return;
      world.demand[worker.name] = { running: 0, waiting: 1 };
      world.pass(10);
      for (const [index, seconds] of asks) {
        const asked = given.models[index % given.models.length]?.name ?? "";
        world.demand = { [asked]: { running: 0, waiting: 1 }, [worker.name]: { running: 1, waiting: 0 } };
        // Nobody waits for a minute here.
        world.pass(Math.min(seconds, 50));
        world.demand = { [worker.name]: { running: 1, waiting: 0 } };
        world.pass(1);
        expect(world.isRunning(worker.name)).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});
