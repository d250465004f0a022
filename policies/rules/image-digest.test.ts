import { describe, expect, test } from "vitest";
import type { Resource } from "../resource.ts";
import { container, cronJob, pod, remoteImage, UNKNOWN, violationsOf, workload } from "../testing/index.ts";
import { imageDigest } from "./image-digest.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const pinned = { name: "web", image: `docker.io/library/web:1.2.3@${DIGEST}` };
const tagged = { name: "web", image: "docker.io/library/web:1.2.3" };

describe("accepts", () => {
  test.each<[string, Resource]>([
    [
      "a digest, with a tag for people or without",
      pod({ containers: [pinned, { name: "proxy", image: `proxy@${DIGEST}` }] }),
    ],
    ["what Docker pulls by its digest", remoteImage(pinned.image)],
    ["what Docker runs by the id of what was pulled", container(DIGEST)],
    ["what Docker runs by an id that is not known before the update", container(UNKNOWN)],
    [
      "a resource that runs nothing",
      { type: "kubernetes:core/v1:Service", name: "web", props: { spec: {} } },
    ],
  ])("%s", (_, resource) => {
    expect(violationsOf(imageDigest, resource)).toEqual([]);
  });
});

describe("refuses a tag", () => {
  test.each<[string, Resource]>([
    ...["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"].map((kind): [string, Resource] => [
      `in a ${kind}`,
      workload(kind, { containers: [tagged] }),
    ]),
    ["in a Pod", pod({ containers: [tagged] })],
    ["in a CronJob", cronJob({ containers: [tagged] })],
    ["in a container that only prepares the pod", pod({ initContainers: [tagged], containers: [pinned] })],
    [
      "with a digest that is cut short",
      pod({ containers: [{ name: "web", image: "web:1.2.3@sha256:abc" }] }),
    ],
    ["that Docker pulls", remoteImage(tagged.image)],
    ["that Docker runs", container(tagged.image)],
  ])("%s", (_, resource) => {
    expect(violationsOf(imageDigest, resource)).toHaveLength(1);
  });
});

test("says which container, and where to find the digest", () => {
  expect(violationsOf(imageDigest, pod({ containers: [pinned, { ...tagged, name: "proxy" }] }))).toEqual([
    "web: container proxy runs docker.io/library/web:1.2.3, which is not pinned by a digest.\n" +
      "  fix: add the digest that `docker buildx imagetools inspect docker.io/library/web:1.2.3` shows, or waive image-digest where the service is declared",
  ]);
});
