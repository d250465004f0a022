import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { goBuild } from "../go.mjs";

/** Found by the engine beside itself, as the official host is: the checkout in use says where its own is. */
const languageHostLauncher = `#!/bin/sh
: "\${LAB_LANGUAGE_HOST:?is not set: run this in a shell with  eval \\"\\$(npx lab env)\\"}"
exec node "$LAB_LANGUAGE_HOST" "$@"
`;

/**
 * @param {string} version
 * @param {string} folder
 * @param {import("../progress.mjs").Line} line
 */
export async function buildEngine(version, folder, line) {
  line.update(`building v${version} from the Go module proxy, about 3 minutes`);
  await goBuild({
    module: import.meta.dirname,
    command: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    output: join(folder, "pulumi"),
    linked: `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`,
  });

  const launcher = join(folder, "pulumi-language-nodejs");
  writeFileSync(launcher, languageHostLauncher);
  chmodSync(launcher, 0o755);
}
