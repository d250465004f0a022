import { stringify } from "yaml";
import { heldText } from "../held-text.ts";
import { modeOf, type Setup, type SetupText } from "./setup.ts";

/** Who may enter the machine once it is there. */
export interface Operator {
  user: string;
  sshKeys: string[];
}

/** The user-data of a machine's first start, as cloud-init reads it. */
export function cloudInit(hostname: string, { user, sshKeys }: Operator, setup: Setup): SetupText {
  const body = heldText<Exclude<SetupText[number], string>>((hold) =>
    stringify(
      {
        hostname,
        // Otherwise sudo waits for a name server that may be this very machine.
        manage_etc_hosts: true,
        users: [
          {
            name: user,
            groups: "sudo",
            shell: "/bin/bash",
            sudo: "ALL=(ALL) NOPASSWD:ALL",
            lock_passwd: true,
            ssh_authorized_keys: sshKeys,
          },
        ],
        ssh_pwauth: false,
        // After an edit the hypervisor calls it another machine, and all of this is done again at its next start: its
        // keys have to stay, or everybody who knows it is warned of an impostor.
        ssh_deletekeys: false,
        package_update: true,
        packages: setup.packages,
        write_files: Object.entries(setup.files).map(([path, file]) => ({
          path,
          permissions: modeOf(file),
          ...(file.owner && { owner: file.owner }),
          ...(file.base64 && { encoding: "b64" }),
          // After the packages, whose users may own it.
          defer: true,
          content: file.text.map((part) => (typeof part === "string" ? part : hold(part))).join(""),
        })),
        runcmd: setup.commands,
      },
      { lineWidth: 0 },
    ),
  );
  return ["#cloud-config\n", ...body];
}
