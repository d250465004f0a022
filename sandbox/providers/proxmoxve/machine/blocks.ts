import {
  boolean,
  defaulting,
  integer,
  list,
  matching,
  number,
  object,
  oneOf,
  required,
  string,
} from "../../framework/shape.ts";
import { nothing, off, on, word, zero } from "./defaults.ts";

export const agent = object("agent", {
  enabled: off,
  timeout: defaulting(matching(/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/, "a duration such as 15m"), "15m"),
  trim: off,
  type: defaulting(oneOf("virtio", "isa"), "virtio"),
  waitForIp: object("waitForIp", { disabled: off, ipv4: off, ipv6: off }),
});

export const cpu = object("cpu", {
  affinity: nothing,
  architecture: defaulting(oneOf("", "aarch64", "x86_64"), ""),
  cores: defaulting(integer, 1),
  flags: list(string),
  hotplugged: zero,
  limit: defaulting(number, 0),
  numa: off,
  sockets: defaulting(integer, 1),
  type: word("qemu64"),
  units: integer,
});

export const disk = object("disk", {
  aio: defaulting(oneOf("io_uring", "native", "threads"), "io_uring"),
  backup: on,
  cache: defaulting(oneOf("none", "directsync", "writethrough", "writeback", "unsafe"), "none"),
  datastoreId: word("local-lvm"),
  discard: defaulting(oneOf("ignore", "on"), "ignore"),
  fileFormat: oneOf("qcow2", "raw", "vmdk"),
  fileId: string,
  importFrom: nothing,
  interface: required(
    matching(
      /^(ide[0-3]|sata[0-5]|scsi([0-9]|1[0-3])|virtio([0-9]|1[0-5]))$/,
      "an interface such as scsi0 or virtio1",
    ),
  ),
  iothread: off,
  pathInDatastore: string,
  queues: zero,
  replicate: on,
  serial: nothing,
  size: defaulting(integer, 8),
  speed: object(
    "speed",
    Object.fromEntries(
      [
        "iopsRead",
        "iopsReadBurstable",
        "iopsWrite",
        "iopsWriteBurstable",
        "read",
        "readBurstable",
        "write",
        "writeBurstable",
      ].map((key) => [key, zero]),
    ),
  ),
  ssd: off,
});

const address = object("address", { address: nothing, gateway: nothing });

export const initialization = object("initialization", {
  datastoreId: word("local-lvm"),
  dns: object("dns", { domain: nothing, servers: list(string) }),
  fileFormat: string,
  interface: defaulting(
    matching(/^(|ide[0-3]|sata[0-5]|scsi([0-9]|[12][0-9]|30))$/, "an interface such as ide2"),
    "",
  ),
  ipConfigs: list(object("ipConfig", { ipv4: address, ipv6: address })),
  metaDataFileId: string,
  networkDataFileId: string,
  type: oneOf("configdrive2", "nocloud", "opennebula"),
  upgrade: boolean,
  userAccount: object("userAccount", { keys: list(string), password: string, username: string }),
  userDataFileId: string,
  vendorDataFileId: string,
});

export const networkDevice = object("networkDevice", {
  bridge: word("vmbr0"),
  disconnected: off,
  enabled: on,
  firewall: off,
  macAddress: matching(/^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$/, "an address such as BC:24:11:00:00:01"),
  model: defaulting(oneOf("e1000", "e1000e", "rtl8139", "virtio", "vmxnet3"), "virtio"),
  mtu: zero,
  queues: zero,
  rateLimit: defaulting(number, 0),
  trunks: nothing,
  vlanId: zero,
});

export const hostpci = object("hostpci", {
  device: required(matching(/^hostpci\d+$/, "a name such as hostpci0")),
  id: string,
  mapping: string,
  mdev: string,
  pcie: off,
  romFile: string,
  rombar: on,
  xvga: off,
});
