import type { ContainerArgs, RemoteImageArgs } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import { type Lab, type ResolvedPart, resolve, type Service } from "../lab/index.ts";
import { ingressFiles } from "../nginx/index.ts";
import type { Programs } from "../program/index.ts";
import type { OwnSecret } from "../secrets/index.ts";
import { holdsSecret, notesOf, reference } from "../service/index.ts";
import { confine } from "./confinement.ts";
import { type HandoverPlan, planHandover } from "./handover.ts";
import { healthcheck, patience } from "./health.ts";
import { limit } from "./limits.ts";
import { mount } from "./mounts.ts";
import { publish } from "./ports.ts";
import { type CarrierPlan, planCarrier, programVolume } from "./program.ts";
import { tag } from "./tags.ts";
import { planVolumes, type VolumePlan } from "./volumes.ts";

type Container = Unwrap<ContainerArgs>;

/** A file that is copied into the container before it starts. */
export interface FilePlan {
  path: string;
  content: (ResolvedPart | OwnSecret)[];
  /** Only the service's own user may read it. */
  owner?: string;
}

/** One service on a Docker host, as plain data. Secrets are still names. */
export interface ContainerPlan {
  name: string;
  image: Unwrap<RemoteImageArgs>;
  volumes: VolumePlan[];
  handover?: HandoverPlan;
  carrier?: CarrierPlan;
  container: Omit<Container, "image">;
  env: Record<string, ResolvedPart[]>;
  /** What replaces the image's entry point, and what it is given. */
  entrypoint?: ResolvedPart[][];
  command?: ResolvedPart[][];
  files: FilePlan[];
}

/** Seconds between the polite signal and the kill: a database that is writing needs more than Docker's ten. */
const GRACE = 30;

/** All that is declared of a service which lives on a Docker host, and all that follows from it. */
export function planContainer(service: Service, lab: Lab, programs: Programs): ContainerPlan {
  if (!service.image) throw new Error(`${service.name} was checked to have an image, and has none`);
  const excuse = service.waive["image-digest"];
  const program = service.program && programs(service.program);
  const volumes = [
    ...planVolumes(service, lab.inventory),
    ...(program ? [programVolume(service, program)] : []),
  ];
  const handover = planHandover(service, volumes);
  const health = healthcheck(service);
  const text = (values: Parameters<typeof resolve>[0][]) => values.map((each) => resolve(each, service, lab));
  return {
    name: service.name,
    image: {
      name: reference(service.image),
      // Kept when the container goes: to roll back must not depend on a registry that is down.
      keepLocally: true,
      // An image has no labels. Its excuse stands here, and when it is looked at again, the tag is pulled again.
      ...(excuse && { triggers: notesOf({ "image-digest": excuse }) }),
    },
    volumes,
    ...(handover && { handover }),
    ...(program && { carrier: planCarrier(service, program) }),
    container: {
      name: service.name,
      ...lasting(service),
      ...(health && { healthcheck: health }),
      ...limit(service),
      ...confine(service),
      ...mount(service, volumes),
      ports: publish(service, lab.inventory),
      ...("docker" in service.place && service.place.gpu && { gpus: "all" }),
      ...(service.user !== undefined && { user: `${service.user}:${service.user}` }),
      labels: tag(service),
      // Docker's default keeps every line for ever, until the disk is full.
      logDriver: "local",
      logOpts: { "max-size": "10m", "max-file": "3" },
      stopTimeout: service.endsWithin ?? GRACE,
      destroyGraceSeconds: service.endsWithin ?? GRACE,
    },
    env: Object.fromEntries(
      Object.entries(service.env).map(([name, value]) => [name, resolve(value, service, lab)]),
    ),
    ...(service.command && { entrypoint: text(service.command) }),
    ...(service.args && { command: text(service.args) }),
    files: [
      ...Object.entries(service.files).map(([path, value]) => ({
        path,
        content: resolve(value, service, lab),
        ...(holdsSecret(value) && service.user !== undefined && { owner: String(service.user) }),
      })),
      ...planIngress(service, lab),
    ],
  };
}

function planIngress(service: Service, lab: Lab): FilePlan[] {
  if (service.provides !== "ingress") return [];
  return Object.entries(ingressFiles(service, lab)).map(([path, content]) => ({
    path,
    content,
    ...(service.user !== undefined && { owner: String(service.user) }),
  }));
}

/**
 * A job ends, and is not missed; what somebody else starts is only made here. Everything else
 * is started again, and an update waits until it works.
 */
function lasting(service: Service): Partial<Container> {
  if (service.workload.kind === "job") return { restart: "no", mustRun: false };
  if (service.start !== "always") return { restart: "no", mustRun: false, start: false };
  const waits = service.health && { wait: true, waitTimeout: patience(service.health) };
  return { restart: "unless-stopped", ...waits };
}
