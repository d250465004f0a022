import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { environment } from "../scripts/setup/index.mjs";

const PACK = import.meta.dirname;
const PROGRAM = join(PACK, "fixtures/web");
const TAG = "docker.io/library/web:1.2.3";

/** The real engine starts the pack and hands it what a program registers: no proxy, no stub in between. */
describe("a preview with the policies", { timeout: 120_000 }, () => {
  const state = mkdtempSync(join(tmpdir(), "lab-policies-"));
  const pulumi = (cwd: string, ...args: string[]) =>
    spawnSync("pulumi", [...args, "--non-interactive"], {
      cwd,
      encoding: "utf8",
      env: {
        ...process.env,
        ...environment(),
        PULUMI_BACKEND_URL: `file://${state}`,
        PULUMI_CONFIG_PASSPHRASE: "test",
      },
    });
  const preview = (config: Record<string, string>) => {
    const settings = Object.entries(config).map(
      ([key, value]) => `--config=policies-fixture:${key}=${value}`,
    );
    const options = [
      "--stack=test",
      `--config-file=${join(state, "Pulumi.test.yaml")}`,
      `--policy-pack=${PACK}`,
    ];
    const { status, stdout } = pulumi(PROGRAM, "preview", ...options, ...settings);
    return { passes: status === 0, says: stdout };
  };

  beforeAll(() => {
    // Beside its state: a new stack writes its settings where it finds its project.
    cpSync(join(PROGRAM, "Pulumi.yaml"), join(state, "Pulumi.yaml"));
    pulumi(state, "stack", "init", "test", "--no-select");
  });
  afterAll(() => rmSync(state, { recursive: true, force: true }));

  test("fails on a tag, on the cluster and on the Docker host, and says why and what to do", () => {
    const { passes, says } = preview({ image: TAG });
    expect(passes).toBe(false);
    expect(says).toContain(`web container web runs ${TAG}, which is not pinned by a digest.`);
    expect(says).toContain(`web it runs ${TAG}, which is not pinned by a digest.`);
    expect(says).toContain("a tag can be moved to another image, also by a thief");
    expect(says).toContain("docker buildx imagetools inspect IMAGE");
  });

  test("passes with a digest, and says of an id that only the update knows that it was not seen", () => {
    const { passes, says } = preview({ image: `${TAG}@sha256:${"a".repeat(64)}` });
    expect(says).toContain("image-digest could not see image of web");
    expect(says).not.toContain("not pinned");
    expect(passes).toBe(true);
  });

  const because = "because no digest of it stands in a file that we trust";

  test("passes with a waiver, and fails on one that has ended", () => {
    expect(preview({ image: TAG, waiver: `until 9999-12-31: ${because}` }).passes).toBe(true);
    const { passes, says } = preview({ image: TAG, waiver: `until 2020-01-01: ${because}` });
    expect(passes).toBe(false);
    expect(says).toContain("web was excused from image-digest until 2020-01-01, which is over");
    expect(says).toContain("is not pinned by a digest");
  });

  test("fails on a waiver of a rule that does not exist, and says which was meant", () => {
    const { passes, says } = preview({
      image: `${TAG}@sha256:${"a".repeat(64)}`,
      rule: "image-diggest",
      waiver: `until 9999-12-31: ${because}`,
    });
    expect(passes).toBe(false);
    expect(says).toContain('is excused from image-diggest, which is no rule (did you mean "image-digest"?)');
  });
});
