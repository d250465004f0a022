import { equal, objectAt, type Properties } from "../../framework/value.ts";
import { annotationOf, isAnnotated } from "../annotations.ts";
import type { Gvk } from "../token.ts";
import { untilCondition } from "./conditions.ts";
import { pod } from "./pods.ts";
import { type Rule, ready, waiting } from "./rule.ts";
import { ingress, service } from "./services.ts";
import { persistentVolume, persistentVolumeClaim } from "./volumes.ts";
import { ruleOfAnnotation } from "./wait-for.ts";
import { daemonSet, deployment, job, replicationController, statefulSet } from "./workloads.ts";

const resourceQuota: Rule = {
  seconds: 60,
  judge: (object) =>
    equal(objectAt(objectAt(object, "spec"), "hard"), objectAt(objectAt(object, "status"), "hard"))
      ? ready
      : waiting("waiting for the quota to be counted"),
};

/** A token is written into its Secret by a controller; every other Secret is whole from the start. */
const secret: Rule = {
  seconds: 5,
  judge: (object) =>
    object.type !== "kubernetes.io/service-account-token" || Object.keys(objectAt(object, "data")).length > 0
      ? ready
      : waiting("waiting for the token of its service account"),
};

const rules: Readonly<Record<string, Rule>> = {
  "/PersistentVolume": persistentVolume,
  "/PersistentVolumeClaim": persistentVolumeClaim,
  "/Pod": pod,
  "/ReplicationController": replicationController,
  "/ResourceQuota": resourceQuota,
  "/Secret": secret,
  "/Service": service,
  "apiextensions.k8s.io/CustomResourceDefinition": untilCondition("Established", 60),
  "apiregistration.k8s.io/APIService": untilCondition("Available", 600),
  "apps/DaemonSet": daemonSet,
  "apps/Deployment": deployment,
  "apps/StatefulSet": statefulSet,
  "batch/Job": job,
  "networking.k8s.io/Ingress": ingress,
};

/** Undefined where an object is what it has to be as soon as it is there, or where the program does not want to wait. */
export function ruleFor({ group, kind }: Gvk, inputs: Properties): Rule | undefined {
  if (isAnnotated(inputs, "skipAwait")) return undefined;
  const wish = annotationOf(inputs, "waitFor");
  return wish ? ruleOfAnnotation(wish) : rules[`${group}/${kind}`];
}
