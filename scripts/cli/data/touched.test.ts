import { describe, expect, test } from "vitest";
import { touchedBy } from "./touched.ts";

const programsOf = { homelab: ["router", "monitors"], "gaming-pc": [] };
const everyStack = ["homelab", "gaming-pc"];
const everyProgram = ["monitors", "router"];

describe("what a change touches", () => {
  test.each([
    ["a service", ["stacks/homelab/services/ai/router.ts"], ["homelab"], []],
    ["a stack's settings", ["Pulumi.gaming-pc.yaml"], ["gaming-pc"], []],
    ["settings of a stack that is none", ["Pulumi.other.yaml"], everyStack, []],
    ["what all stacks share", ["stacks/settings.ts"], everyStack, []],
    ["a component", ["components/kubernetes/plan.ts"], everyStack, []],
    ["a program: where it runs, and its image", ["workloads/router/main.ts"], ["homelab"], ["router"]],
    ["a package", ["package-lock.json"], everyStack, everyProgram],
    ["the bundler", ["components/program/bundle.ts"], everyStack, everyProgram],
    ["the Node.js of programs", ["components/service/runtime.ts"], everyStack, everyProgram],
    ["what nobody has thought of", ["something/new.bin"], everyStack, []],
    ["documents", ["README.md", "docs/lab.svg", "workloads/router/README.md"], [], []],
    [
      "tests",
      ["components/lab/lab.test.ts", "components/testing/lab.ts", "tests/golden/homelab.yaml"],
      [],
      [],
    ],
    [
      "what runs beside the stacks",
      ["policies/index.ts", "scripts/cli/main.ts", ".github/workflows/ci.yml"],
      [],
      [],
    ],
    ["nothing", [], [], []],
  ])("%s", (_what, files, stacks, programs) => {
    expect(touchedBy(files, programsOf)).toEqual({ stacks, programs });
  });

  test("an image with a Dockerfile of its own is built anew for itself alone", () => {
    const files = ["images/strapi/config/api.js", "workloads/speech/server.py", "images/strapi/README.md"];
    const built = { stacks: [], programs: ["speech", "strapi"] };
    expect(touchedBy(files, programsOf, ["strapi", "speech"])).toEqual(built);
    const images = ["tts-server", "strapi", "mem0"];
    const kit = touchedBy(["workloads/python-kit/homelab_kit/log.py"], programsOf, images);
    expect(kit).toEqual({ stacks: [], programs: ["mem0", "tts-server"] });
  });

  test("several files touch what each of them touches, each once and in the order of the lab", () => {
    const files = ["Pulumi.gaming-pc.yaml", "workloads/monitors/kuma.ts", "workloads/router/main.ts"];
    expect(touchedBy(files, programsOf)).toEqual({ stacks: everyStack, programs: everyProgram });
  });
});
