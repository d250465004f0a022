import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { notesOf } from "../components/service/index.ts";
import { imageDigest } from "./rules/image-digest.ts";
import { container, pod, remoteImage, violationsOf } from "./testing/index.ts";

const IMAGE = "docker.io/library/web:1.2.3";
const waived = (note: string) => ({ "homelab/waive.image-digest": note });
const judge = (note: string) =>
  violationsOf(imageDigest, pod({ containers: [{ name: "web", image: IMAGE }] }, waived(note)));

describe("a waiver", () => {
  const note = "until 2026-11-21: because no digest of it is known yet";

  test("excuses a resource up to its last day, wherever the resource can carry it", () => {
    expect(judge(note)).toEqual([]);
    expect(violationsOf(imageDigest, container(IMAGE, waived(note)))).toEqual([]);
    expect(violationsOf(imageDigest, remoteImage(IMAGE, waived(note)))).toEqual([]);
  });

  test("excuses from its own rule alone", () => {
    const other = { "homelab/waive.root-user": note };
    expect(violationsOf(imageDigest, container(IMAGE, other))).toHaveLength(1);
  });

  test("that has ended excuses nothing, and is told with its reason", () => {
    const [ended, broken] = judge("until 2026-11-20: because no digest of it is known yet");
    expect(ended).toContain("ended on 2026-11-20 (because no digest of it is known yet)");
    expect(broken).toContain("is not pinned by a digest");
  });

  test("that has ended is told even where nothing is left to excuse", () => {
    const resource = container(`sha256:${"a".repeat(64)}`, waived("until 2020-01-01: because it was so"));
    expect(violationsOf(imageDigest, resource)).toHaveLength(1);
  });

  test.each([
    "",
    "true",
    "because I say so",
    "until tomorrow: because",
    "until 2027-02-31: because of a typo",
    "until 2027-06-30: because ",
  ])("that cannot be read is told, and excuses nothing: %j", (note) => {
    const [unreadable, broken] = judge(note);
    expect(unreadable).toContain('write homelab/waive.image-digest: "until 2027-06-30: because ..."');
    expect(broken).toContain("is not pinned by a digest");
  });

  test("is read back as it was declared, whatever its reason", () => {
    const because = fc.string({ minLength: 20 }).filter((text) => text.trim().length > 0);
    fc.assert(
      fc.property(because, (because) => {
        const notes = notesOf({ "image-digest": { until: "2027-06-30", because } });
        expect(violationsOf(imageDigest, container(IMAGE, notes))).toEqual([]);
      }),
    );
  });
});
