import type { Lab } from "../lab/index.ts";
import { setupFor } from "../machine/index.ts";
import { type SetupText, script } from "../setup/index.ts";
import type { Guest } from "./guest.ts";
import { multipass } from "./multipass.ts";
import { wsl2 } from "./wsl2.ts";

/** What somebody runs on the desktop, so that there is a Linux inside it which is what the inventory says of it. */
export interface GuestScript {
  language: "powershell" | "sh";
  text: SetupText;
}

export function guestScript(name: string, guest: Guest, lab: Lab): GuestScript {
  const inside = script(name, setupFor(name, lab));
  return guest.under === "wsl2"
    ? { language: "powershell", text: wsl2(name, guest, inside) }
    : { language: "sh", text: multipass(name, guest, inside) };
}
