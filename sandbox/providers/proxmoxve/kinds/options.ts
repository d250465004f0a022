import { boolean, integer, object, oneOf, string } from "../../framework/shape.ts";
import { isObject, type Properties } from "../../framework/value.ts";
import type { Kind, Property } from "../kind.ts";
import { count, filled, pairsOf, printPairs, text } from "../words.ts";

/** One property of ours that is a part of one text of the API. */
interface Part {
  api: string;
  key: string;
  is?: "flag" | "count";
}

const parts: { [ours: string]: Part } = {
  bandwidthLimitClone: { api: "bwlimit", key: "clone", is: "count" },
  bandwidthLimitDefault: { api: "bwlimit", key: "default", is: "count" },
  bandwidthLimitMigration: { api: "bwlimit", key: "migration", is: "count" },
  bandwidthLimitMove: { api: "bwlimit", key: "move", is: "count" },
  bandwidthLimitRestore: { api: "bwlimit", key: "restore", is: "count" },
  crsHa: { api: "crs", key: "ha" },
  crsHaRebalanceOnStart: { api: "crs", key: "ha-rebalance-on-start", is: "flag" },
  haShutdownPolicy: { api: "ha", key: "shutdown_policy" },
  migrationCidr: { api: "migration", key: "network" },
  migrationType: { api: "migration", key: "type" },
};

const nested = {
  nextId: ["next-id", { lower: "lower", upper: "upper" }],
  notify: [
    "notify",
    {
      haFencingMode: "fencing",
      haFencingTarget: "target-fencing",
      packageUpdates: "package-updates",
      packageUpdatesTarget: "target-package-updates",
      replication: "replication",
      replicationTarget: "target-replication",
    },
  ],
} as const;

/** Kept in a text with others, so that it is the whole resource that is written and read there. */
const apart: Property = { field: string, api: "-" };

export const options: Kind = {
  name: "Options",
  properties: {
    ...Object.fromEntries(
      Object.entries(parts).map(([ours, { is }]) => [
        ours,
        {
          ...apart,
          api: ours,
          write: () => undefined,
          field: is === "count" ? { shape: { is: "integer" as const } } : is === "flag" ? boolean : string,
        },
      ]),
    ),
    console: text("console", oneOf("applet", "vv", "html5", "xtermjs")),
    description: text("description"),
    emailFrom: text("email_from"),
    httpProxy: text("http_proxy"),
    keyboard: filled(text("keyboard")),
    language: text("language"),
    macPrefix: filled(text("mac_prefix")),
    maxWorkers: count("max_workers"),
    nextId: {
      field: object("nextId", { lower: integer, upper: integer }),
      api: "nextId",
      write: () => undefined,
      read: (value) => value,
    },
    notify: {
      field: object("notify", Object.fromEntries(Object.keys(nested.notify[1]).map((key) => [key, string]))),
      api: "notify-told",
      write: () => undefined,
      read: (value) => value,
    },
  },
  more: textsOf,
  id: () => "cluster",
  named: () => ({}),
  one: () => "/cluster/options",
  async find(client, _, signal) {
    const live = await client.object({ path: "/cluster/options", signal });
    const told = Object.entries(parts).flatMap(([ours, { api, key }]) => {
      const value = pairsOf(live[api], "type")[key];
      return value === undefined ? [] : [[ours, value]];
    });
    const blocks = Object.entries(nested).flatMap(([ours, [api, names]]) => {
      const pairs = pairsOf(live[api]);
      const said = Object.entries(names)
        .filter(([, key]) => pairs[key] !== undefined)
        .map(([own, key]) => [own, ours === "nextId" ? Number(pairs[key]) : pairs[key]]);
      return said.length === 0 ? [] : [[ours === "notify" ? "notify-told" : ours, Object.fromEntries(said)]];
    });
    return { ...live, ...Object.fromEntries(told), ...Object.fromEntries(blocks) };
  },
  // Gone from the program, the cluster's settings go back to what they are by themselves.
  async remove(client, inputs, signal) {
    const gone = ["console", "description", "email_from", "http_proxy", "language", "max_workers"].concat(
      Object.keys(textsOf(inputs)),
    );
    await client.call({ method: "PUT", path: "/cluster/options", form: { delete: gone.join(",") }, signal });
  },
};

function textsOf(inputs: Properties) {
  const pairs: { [api: string]: { [key: string]: string | number | boolean } } = {};
  const say = (api: string, key: string, value: Properties[string] | undefined) => {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      pairs[api] = { ...pairs[api], [key]: value };
  };
  for (const [ours, { api, key }] of Object.entries(parts)) say(api, key, inputs[ours]);
  for (const [ours, [api, names]] of Object.entries(nested)) {
    const block = inputs[ours];
    if (isObject(block)) for (const [own, key] of Object.entries(names)) say(api, key, block[own]);
  }
  return Object.fromEntries(Object.entries(pairs).map(([api, values]) => [api, printPairs(values)]));
}
