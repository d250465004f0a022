import { isIP, isIPv4, isIPv6 } from "node:net";

/** What the vendor's named formats ask for, and what it says of a value that is not so. */
const formats: Record<string, [holds: (value: string) => boolean, complaint: string]> = {
  "pve-node": [
    (value) => /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(value),
    "value does not look like a valid node name",
  ],
  "pve-vmid": [(value) => /^[1-9][0-9]{2,8}$/.test(value), "value does not look like a valid VM ID"],
  "pve-configid": [(value) => /^[a-z][a-z0-9_-]+$/i.test(value), `invalid configuration ID`],
  "pve-storage-id": [
    (value) => /^[a-z][a-z0-9\-_.]*[a-z0-9]$/i.test(value),
    "storage ID contains illegal characters",
  ],
  "pve-poolid": [(value) => /^[A-Za-z0-9._\-/]+$/.test(value), "value contains illegal characters"],
  "pve-userid": [
    (value) => /^[^\s:/]+@[A-Za-z][A-Za-z0-9.\-_]+$/.test(value),
    "value does not look like a valid user name",
  ],
  "pve-groupid": [(value) => /^[A-Za-z0-9.\-_]+$/.test(value), "group name contains invalid characters"],
  "pve-roleid": [(value) => /^[A-Za-z0-9.\-_]+$/.test(value), "role name contains invalid characters"],
  "pve-realm": [
    (value) => /^[A-Za-z][A-Za-z0-9.\-_]+$/.test(value),
    "value does not look like a valid realm",
  ],
  "pve-iface": [(value) => /^[a-z][a-z0-9_]{1,20}([:.]\d+)?$/i.test(value), "invalid network interface name"],
  "pve-bridge-id": [(value) => /^[-_.\w]+$/.test(value), "invalid bridge ID"],
  "pve-tag": [(value) => /^[a-zA-Z0-9_][a-zA-Z0-9_\-+.]*$/.test(value), "invalid characters in tag"],
  "dns-name": [
    (value) =>
      /^([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(value),
    "value does not look like a valid DNS name",
  ],
  "mac-addr": [
    (value) => /^([0-9a-f][02468ace])(:[0-9a-f]{2}){5}$/i.test(value),
    "value does not look like a valid unicast MAC address",
  ],
  ip: [(value) => isIP(value) > 0, "value does not look like a valid IP address"],
  ipv4: [isIPv4, "value does not look like a valid IPv4 address"],
  ipv6: [isIPv6, "value does not look like a valid IPv6 address"],
  address: [
    (value) => isIP(value) > 0 || /^[\w.-]+$/.test(value),
    "value does not look like a valid IP address or hostname",
  ],
  CIDR: [(value) => isCidr(value, 4) || isCidr(value, 6), "value does not look like a valid CIDR network"],
  CIDRv4: [(value) => isCidr(value, 4), "value does not look like a valid IPv4 network"],
  CIDRv6: [(value) => isCidr(value, 6), "value does not look like a valid IPv6 network"],
  IPorCIDR: [
    (value) => isIP(value) > 0 || isCidr(value, 4) || isCidr(value, 6),
    "value does not look like a valid IP address or CIDR network",
  ],
  "disk-size": [(value) => /^\d+(\.\d+)?[KMGT]?$/.test(value), "value does not look like a valid disk size"],
  urlencoded: [(value) => /^[-%a-zA-Z0-9_.!~*'()]*$/.test(value), "value is not a urlencoded string"],
  "pve-storage-content": [
    (value) => ["images", "rootdir", "vztmpl", "iso", "backup", "snippets", "import", "none"].includes(value),
    "value is not a valid storage content type",
  ],
};

/** What is wrong with a value by a named format; lists and optional ones by what they are made of. */
export function formatComplaint(format: string, value: string): string | undefined {
  if (format.endsWith("-opt") && value === "") return undefined;
  const one = format.replace(/-opt$/, "");
  if (one.endsWith("-list") && !(one in formats)) {
    const item = one.slice(0, -"-list".length);
    return listItems(value)
      .map((each) => formatComplaint(item, each))
      .find((complaint) => complaint !== undefined);
  }
  const known = formats[one];
  return known && !known[0](value) ? `invalid format - ${known[1]}` : undefined;
}

/** How the vendor separates the items of a list in one text. */
export function listItems(text: string): string[] {
  return text.split(/[,;\s\0]+/).filter((item) => item !== "");
}

function isCidr(value: string, family: 4 | 6): boolean {
  const [address = "", length = "", ...more] = value.split("/");
  const isAddress = family === 4 ? isIPv4(address) : isIPv6(address);
  return (
    isAddress && more.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= (family === 4 ? 32 : 128)
  );
}
