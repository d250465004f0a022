import { boolean, integer, object, replacing, required, string } from "../../framework/shape.ts";
import { isObject, type Properties, type Value } from "../../framework/value.ts";
import type { Kind, Property } from "../kind.ts";
import { filled, flag, pairsOf, printPairs, text } from "../words.ts";
import { listed } from "./listed.ts";

const pciMap = object("map", {
  comment: string,
  id: required(string),
  iommuGroup: integer,
  node: required(string),
  path: required(string),
  subsystemId: string,
});
const usbMap = object("map", { comment: string, id: required(string), node: required(string), path: string });
const dirMap = object("map", { node: required(string), path: required(string) });

const names: { [key: string]: string } = {
  comment: "description",
  iommuGroup: "iommugroup",
  subsystemId: "subsystem-id",
};

/** Entries that the API writes as texts: node=pve1,path=0000:01:00.0,id=10de:2684. */
function maps(entry: typeof pciMap): Property {
  return {
    field: required({ shape: { is: "list", of: entry.shape, unordered: true } }),
    api: "map",
    write: (value) => (Array.isArray(value) ? value.map(written) : []),
    read: (value) => (Array.isArray(value) ? value.map(told) : []),
  };
}

function written(entry: Value): string {
  const pairs = isObject(entry)
    ? Object.entries(entry).map(([key, value]) => [names[key] ?? key, value])
    : [];
  return printPairs(Object.fromEntries(pairs));
}

function told(text: Value): Properties {
  const back = Object.fromEntries(Object.entries(names).map(([key, api]) => [api, key]));
  return Object.fromEntries(
    Object.entries(pairsOf(text)).map(([key, value]) => [
      back[key] ?? key,
      key === "iommugroup" ? Number(value) : value,
    ]),
  );
}

function mapping(name: string, sort: string, entry: typeof pciMap, more: Kind["properties"] = {}): Kind {
  return {
    name,
    autoname: true,
    properties: {
      comment: text("description"),
      maps: maps(entry),
      name: text("id", replacing(string)),
      ...more,
    },
    key: ["id"],
    ...listed(`/cluster/mapping/${sort}`, "name"),
  };
}

export const mappings: { [type: string]: Kind } = {
  "hardware/mapping/pci:Pci": mapping("Pci", "pci", pciMap, {
    mediatedDevices: filled(flag("mdev", boolean)),
  }),
  "hardware/mapping/usb:Usb": mapping("Usb", "usb", usbMap),
  "hardware/mapping/dir:Dir": mapping("Dir", "dir", dirMap),
};
