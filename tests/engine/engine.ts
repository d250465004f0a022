import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { environment } from "../../scripts/setup/index.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

interface Answer {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The `lab` command as a person or a script calls it, without a terminal. */
export function lab(...args: string[]): Answer {
  return call(process.execPath, [join(ROOT, "scripts/lab.mjs"), ...args], process.env);
}

/** Plain pulumi in the environment that `lab env` prints, with state and settings of its own. */
export function pulumiWith(settings: string, ...args: string[]): Answer {
  const scratch = mkdtempSync(join(tmpdir(), "lab-engine-"));
  try {
    const env = {
      ...process.env,
      ...environment(),
      PULUMI_BACKEND_URL: `file://${scratch}`,
      PULUMI_CONFIG_PASSPHRASE: "of-a-test",
    };
    const stack = args[args.indexOf("-s") + 1] ?? "";
    const configFile = join(scratch, `Pulumi.${stack}.yaml`);
    // In a folder of its own: `stack init` writes its salt beside the project file that it finds.
    cpSync(join(ROOT, "Pulumi.yaml"), join(scratch, "Pulumi.yaml"));
    call("pulumi", ["stack", "init", stack, "--non-interactive", "--no-select"], env, scratch);
    const salt = /^encryptionsalt:.*$/m.exec(readFileSync(configFile, "utf8"))?.[0] ?? "";
    writeFileSync(configFile, `${salt}\n${settings}`);
    return call("pulumi", [...args, "--config-file", configFile, "--non-interactive"], env);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function call(command: string, args: string[], env: NodeJS.ProcessEnv, cwd = ROOT): Answer {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return { code: status, stdout, stderr };
}
