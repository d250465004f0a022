import {
  boolean,
  defaulting,
  integer,
  map,
  oneOf,
  replacing,
  required,
  set,
  string,
} from "../../framework/shape.ts";
import { isObject, type Value } from "../../framework/value.ts";
import type { Kind, Property } from "../kind.ts";
import { count, filled, flag, joined, text } from "../words.ts";
import { listed } from "./listed.ts";

/** Nodes with their priorities, which the API writes as "pve1:2,pve2". A node without one has none. */
const nodes: Property = {
  field: map(integer),
  api: "nodes",
  write: (value) =>
    Object.entries(isObject(value) ? value : {})
      .map(([node, priority]) => (priority === null ? node : `${node}:${String(priority)}`))
      .join(","),
  read: (value: Value) =>
    Object.fromEntries(
      String(value)
        .split(",")
        .map((each) => each.split(":"))
        .map(([node = "", priority]) => [node, priority === undefined ? null : Number(priority)]),
    ),
};

const group: Kind = {
  name: "Hagroup",
  properties: {
    comment: text("comment"),
    group: text("group", replacing(required(string))),
    noFailback: flag("nofailback", defaulting(boolean, false)),
    nodes: { ...nodes, field: required(nodes.field) },
    restricted: flag("restricted", defaulting(boolean, false)),
  },
  ...listed("/cluster/ha/groups", "group"),
};

const resource: Kind = {
  name: "Haresource",
  properties: {
    comment: text("comment"),
    failback: filled(flag("failback")),
    group: text("group"),
    maxRelocate: filled(count("max_relocate")),
    maxRestart: filled(count("max_restart")),
    resourceId: text("sid", replacing(required(string))),
    state: text(
      "state",
      defaulting(oneOf("started", "stopped", "enabled", "disabled", "ignored"), "started"),
    ),
    type: filled(text("type", replacing(oneOf("vm", "ct")))),
  },
  ...listed("/cluster/ha/resources", "resourceId"),
};

const rule: Kind = {
  name: "Harule",
  properties: {
    affinity: text("affinity", oneOf("positive", "negative")),
    comment: text("comment"),
    disable: flag("disable", defaulting(boolean, false)),
    nodes,
    resources: joined("resources", required(set(string))),
    rule: text("rule", replacing(required(string))),
    strict: filled(flag("strict")),
    type: text("type", replacing(required(oneOf("node-affinity", "resource-affinity")))),
  },
  // The rule's type is said at every change, too: by it the API knows which settings there are.
  more: ({ type }) => ({ type: String(type) }),
  rules: ({ type, nodes: given, affinity }) => [
    ...(type === "node-affinity" && given === undefined
      ? [{ path: ["nodes"], reason: "is required where type is node-affinity" }]
      : []),
    ...(type === "resource-affinity" && affinity === undefined
      ? [{ path: ["affinity"], reason: "is required where type is resource-affinity" }]
      : []),
  ],
  ...listed("/cluster/ha/rules", "rule"),
};

export const ha: { [type: string]: Kind } = {
  "index/hagroup:Hagroup": group,
  "index/haresource:Haresource": resource,
  "index/harule:Harule": rule,
};
