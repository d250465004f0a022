import type { Properties, Value } from "../../framework/value.ts";
import { pairsOf } from "../words.ts";

export function card(text: Value | undefined, before: Properties): Properties {
  const { bridge, firewall, link_down, queues, rate, tag, mtu, trunks, model, macaddr, ...named } =
    pairsOf(text);
  const [kind = model ?? "virtio", address = macaddr ?? ""] = Object.entries(named)[0] ?? [];
  return {
    enabled: true,
    bridge: bridge ?? "",
    disconnected: link_down === "1",
    firewall: firewall === "1",
    model: kind,
    mtu: Number(mtu ?? 0),
    queues: Number(queues ?? 0),
    rateLimit: Number(rate ?? 0),
    trunks: trunks ?? "",
    vlanId: Number(tag ?? 0),
    // The API gives an address where the program gives none, and that is no difference.
    ...(before.macAddress !== undefined && { macAddress: equalAddress(before.macAddress, address) }),
  };
}

function equalAddress(before: Value, address: string): Value {
  return String(before).toUpperCase() === address.toUpperCase() ? before : address;
}

export function hostpci(device: string, text: Value | undefined): Properties {
  const { host, mapping, mdev, pcie, rombar, romfile, "x-vga": xvga } = pairsOf(text, "host");
  return {
    device,
    ...(host !== undefined && { id: host }),
    ...(mapping !== undefined && { mapping }),
    ...(mdev !== undefined && { mdev }),
    ...(romfile !== undefined && { romFile: romfile }),
    pcie: pcie === "1",
    rombar: rombar !== "0",
    xvga: xvga === "1",
  };
}

export function usb(text: Value | undefined): Properties {
  const { host, mapping, usb3 } = pairsOf(text, "host");
  return {
    ...(host !== undefined && { host }),
    ...(mapping !== undefined && { mapping }),
    usb3: usb3 === "1",
  };
}

export function share(text: Value | undefined): Properties {
  const { dirid = "", cache, ...options } = pairsOf(text, "dirid");
  return {
    mapping: dirid,
    cache: cache ?? "auto",
    directIo: options["direct-io"] === "1",
    exposeAcl: options["expose-acl"] === "1",
    exposeXattr: options["expose-xattr"] === "1",
  };
}
