import { modeOf, type Setup, type SetupText } from "./setup.ts";

/** The same for a machine that nobody can hand anything: run there as root, by hand, as often as one likes. */
export function script(machine: string, { packages, files, commands }: Setup): SetupText {
  return [
    `#!/usr/bin/env bash
# Makes ${machine} what the inventory says of it. It may be run again at any time.
set -euo pipefail

if [ "$(id -u)" -ne 0 ]; then
  echo "run this as root: sudo bash $0" >&2
  exit 1
fi
`,
    ...(packages.length > 0
      ? [
          `
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q ${packages.join(" ")}
`,
        ]
      : []),
    ...Object.entries(files).flatMap(([path, { text, owner, base64, ...file }]): SetupText => {
      const folder = path.slice(0, path.lastIndexOf("/")) || "/";
      const rights = `-m ${modeOf({ text, ...file })}${owner ? ` -o ${owner.replace(":", " -g ")}` : ""}`;
      const write = `install ${rights} /dev/stdin ${path}`;
      return [
        `
install -d ${folder}
${base64 ? `base64 --decode <<'END_OF_FILE' | ${write}` : `${write} <<'END_OF_FILE'`}
`,
        ...text,
        `${endsLine(text) ? "" : "\n"}END_OF_FILE
`,
      ];
    }),
    ...commands.map((command) => `\n${command}\n`),
  ];
}

function endsLine(text: SetupText): boolean {
  const last = text.at(-1);
  return typeof last === "string" && last.endsWith("\n");
}
