/** Imported before all else: on an old Node.js the rest could not even be loaded. */
const oldest = [20, 19, 0];

const version = process.versions.node.split(".").map((part) => Number.parseInt(part, 10));
const different = oldest.findIndex((part, at) => version[at] !== part);

if (different >= 0 && (version[different] ?? 0) < (oldest[different] ?? 0)) {
  console.error(
    `Node.js ${process.versions.node} is too old: this project needs ${oldest.join(".")} or later.\n` +
      "  Install a current one (https://nodejs.org, or your version manager: nvm install 24) and try again.",
  );
  process.exit(1);
}

export {};
