import {
  type Cases,
  DIGEST,
  dockerContainer,
  each,
  IMAGE,
  manifest,
  pod,
  remoteImage,
  workload,
} from "../../testing/index.ts";

const TAGGED = "docker.io/library/web:1.2.3";
const inTemplate = (image: string) => ({ template: { spec: { containers: [{ name: "web", image }] } } });

export const imagesCases: Cases = {
  "image-digest": each(
    [
      pod({ image: IMAGE }),
      pod({ image: `web@${DIGEST}` }),
      remoteImage(IMAGE),
      dockerContainer({ image: DIGEST }),
    ],
    [
      [`container web runs ${TAGGED}, which is not pinned by a digest`, pod({ image: TAGGED })],
      ["container init runs", pod({ image: IMAGE }, { initContainers: [{ name: "init", image: TAGGED }] })],
      ["not pinned", pod({ image: `${TAGGED}@sha256:abc` })],
      ...[
        "apps/v1:Deployment",
        "apps/v1:StatefulSet",
        "apps/v1:DaemonSet",
        "apps/v1:ReplicaSet",
        "batch/v1:Job",
      ].map((type): [string, ReturnType<typeof pod>] => ["not pinned", workload(type, inTemplate(TAGGED))]),
      ["not pinned", manifest("batch/v1:CronJob", { spec: { jobTemplate: { spec: inTemplate(TAGGED) } } })],
      [`it runs ${TAGGED}`, remoteImage(TAGGED)],
      [`it runs ${TAGGED}`, dockerContainer({ image: TAGGED })],
    ],
  ),
  "image-version": each(
    [pod({ image: IMAGE }), dockerContainer({ image: DIGEST })],
    [
      ["names no version", pod({ image: "docker.io/library/web:latest" })],
      ["names no version", pod({ image: `localhost:5000/web@${DIGEST}` })],
      ["it runs web, which names no version", remoteImage("web")],
    ],
  ),
  "image-registry": each(
    [
      pod({ image: IMAGE }),
      pod({ image: "web:1" }),
      pod({ image: "grafana/loki:3" }),
      dockerContainer({ image: DIGEST }),
    ],
    [
      ["from ghrc.io", pod({ image: "ghrc.io/makers/web:1" })],
      [
        "it runs registry.example:5000/web:1, from registry.example:5000",
        remoteImage("registry.example:5000/web:1"),
      ],
    ],
  ),
};
