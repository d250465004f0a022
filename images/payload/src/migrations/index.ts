import * as migration_20261122_033932_begin from "./20261122_033932_begin";

export const migrations = [
  {
    up: migration_20261122_033932_begin.up,
    down: migration_20261122_033932_begin.down,
    name: "20261122_033932_begin",
  },
];
