import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { notesOf } from "../components/service/index.ts";
import { rules } from "./rules/index.ts";
import {
  dockerContainer,
  judgement,
  manifest,
  pod,
  proxmox,
  remoteImage,
  TODAY,
  UNKNOWN,
  workload,
} from "./testing/index.ts";
import { waiverRule } from "./waivers.ts";

const topics = rules.filter(({ id }) => id !== "waiver");
const waiver = waiverRule(topics, () => TODAY);
const rule = (id: string) => topics.find((each) => each.id === id) ?? waiver;

const IMAGE = "docker.io/library/web:1.2.3";
const NOTE = "until 2026-11-21: because no digest of it is known yet";
const waived = (note: string, id = "image-digest") => ({ [`homelab/waive.${id}`]: note });
const labelled = (props: object, notes: Record<string, string>) =>
  dockerContainer({ ...props, labels: Object.entries(notes).map(([label, value]) => ({ label, value })) });
const excused = (annotations: Record<string, string>, image = IMAGE) => pod({ image }, {}, { annotations });
const faults = (resource: ReturnType<typeof pod>) => judgement(waiver, resource).broken;

describe("a waiver", () => {
  test("excuses a resource up to its last day, wherever the resource can carry it", () => {
    const vm = { vmId: 1, description: `A trial\n\nhomelab/waive.guest-agent: ${NOTE}` };
    for (const [id, resource] of [
      ["image-digest", excused(waived(NOTE))],
      ["image-digest", labelled({ image: IMAGE }, waived(NOTE))],
      ["image-digest", remoteImage(IMAGE, waived(NOTE))],
      ["guest-agent", proxmox("index/vm:Vm", vm)],
    ] as const) {
      expect(judgement(rule(id), resource).broken).toEqual([]);
      expect(faults(resource)).toEqual([]);
    }
  });

  test("excuses from what only all resources together show, too", () => {
    const alone = workload("apps/v1:Deployment", {});
    const annotations = waived(NOTE, "isolated-pod");
    const excused = {
      ...alone,
      props: { ...alone.props, metadata: { ...alone.props.metadata, annotations } },
    };
    expect(judgement(rule("isolated-pod"), alone).broken).toHaveLength(1);
    expect(judgement(rule("isolated-pod"), excused).broken).toEqual([]);
    expect(faults(excused)).toEqual([]);
  });

  test("excuses from its own rule alone", () => {
    expect(judgement(rule("image-digest"), excused(waived(NOTE, "root-user"))).broken).toHaveLength(1);
  });

  test("that has ended excuses nothing, and is told with its reason", () => {
    const ended = excused(waived("until 2026-11-20: because no digest of it is known yet"));
    expect(judgement(rule("image-digest"), ended).broken).toHaveLength(1);
    expect(faults(ended)[0]).toContain(
      "was excused from image-digest until 2026-11-20, which is over (because no digest of it is known yet)",
    );
  });

  test("that excuses nothing is told", () => {
    const pinned = excused(waived(NOTE), `${IMAGE}@sha256:${"a".repeat(64)}`);
    expect(faults(pinned)[0]).toContain("web is excused from image-digest, and keeps it");
    const service = manifest("core/v1:Service", { metadata: { annotations: waived(NOTE) } });
    expect(faults(service)[0]).toContain(
      "is excused from image-digest, which is about pods, Docker containers, Docker images",
    );
  });

  test("may be needed where it cannot be seen yet", () => {
    expect(faults(labelled({ image: UNKNOWN }, waived(NOTE)))).toEqual([]);
    expect(faults(excused(waived(NOTE), UNKNOWN))).toEqual([]);
  });

  test("of a rule that does not exist is told, with the one that was meant", () => {
    expect(faults(excused(waived(NOTE, "image-diggest")))[0]).toContain(
      'is excused from image-diggest, which is no rule (did you mean "image-digest"?)',
    );
  });

  test.each([
    "",
    "true",
    "because I say so",
    "until tomorrow: because",
    "until 2027-02-31: because of a typo",
    "until 2027-06-30: because ",
  ])("that cannot be read is told, and excuses nothing: %j", (note) => {
    expect(faults(excused(waived(note)))[0]).toContain('write "until 2027-06-30: because ..."');
    expect(judgement(rule("image-digest"), excused(waived(note))).broken).toHaveLength(1);
  });

  test("is read back as it was declared, whatever its reason", () => {
    const because = fc.string({ minLength: 20 }).filter((text) => text.trim().length > 0);
    fc.assert(
      fc.property(because, (because) => {
        const notes = notesOf({ "image-digest": { until: "2027-06-30", because } });
        expect(judgement(rule("image-digest"), labelled({ image: IMAGE }, notes)).broken).toEqual([]);
      }),
    );
  });
});
