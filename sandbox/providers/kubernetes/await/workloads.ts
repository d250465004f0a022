import { isObject, objectAt, type Properties, stringAt } from "../../framework/value.ts";
import type { Cluster } from "../cluster.ts";
import { conditionOf, count, explained, isObserved } from "./conditions.ts";
import { eventsOf } from "./events.ts";
import { podsOf, reasonsOfPod, selectorText } from "./pods.ts";
import { type Rule, ready, type Verdict, waiting } from "./rule.ts";

const unseen = waiting("[1/2] Waiting for its controller to take it up");

function waitingForPods(have: number, want: number): Verdict {
  return waiting(`[2/2] Waiting for Pods to be ready (${Math.min(have, want)} of ${want})`);
}

function replicasOf(object: Properties): number {
  return Number(objectAt(object, "spec").replicas ?? 1);
}

export const deployment: Rule = {
  judge(object) {
    if (!isObserved(object)) return unseen;
    const status = objectAt(object, "status");
    const want = replicasOf(object);
    // A paused one rolls out when it is resumed, and nobody can say when.
    if (want === 0 || objectAt(object, "spec").paused === true) return ready;
    const updated = Math.min(count(status, "updatedReplicas"), count(status, "readyReplicas"));
    const rolledOut = conditionOf(object, "Progressing")?.reason === "NewReplicaSetAvailable";
    const available = conditionOf(object, "Available")?.status === "True";
    return rolledOut && available && updated >= want ? ready : waitingForPods(updated, want);
  },
  async reasons(object, cluster, signal) {
    const failing = ["Progressing", "Available", "ReplicaFailure"].flatMap((type) => {
      const condition = conditionOf(object, type);
      const isBad = condition?.status === (type === "ReplicaFailure" ? "True" : "False");
      return condition && isBad ? [explained(condition)] : [];
    });
    const hash = await newestHash(object, cluster, signal);
    const pods = (await podsOf(object, cluster, signal)).filter(
      (each) => hash === undefined || hashOf(each) === hash,
    );
    return [...failing, ...pods.flatMap(reasonsOfPod)];
  },
};

const hashOf = (object: Properties) => objectAt(objectAt(object, "metadata"), "labels")["pod-template-hash"];

/** Tells the Pods of the present template from those that it replaces. */
async function newestHash(object: Properties, cluster: Cluster, signal: AbortSignal) {
  const { namespace } = objectAt(object, "metadata");
  const selector = encodeURIComponent(selectorText(objectAt(objectAt(object, "spec"), "selector")));
  const path = `/apis/apps/v1/namespaces/${String(namespace)}/replicasets?labelSelector=${selector}`;
  const { items } = await cluster.list(path, signal);
  return hashOf(items.find((each) => revisionOf(each) === revisionOf(object)) ?? {});
}

const revisionOf = (object: Properties) =>
  stringAt(objectAt(objectAt(object, "metadata"), "annotations"), "deployment.kubernetes.io/revision");

export const statefulSet: Rule = {
  judge(object) {
    if (!isObserved(object)) return unseen;
    const status = objectAt(object, "status");
    const strategy = objectAt(objectAt(object, "spec"), "updateStrategy");
    const want = replicasOf(object);
    const have = count(status, "readyReplicas");
    if (count(status, "replicas") !== want || have < want) return waitingForPods(have, want);
    if (strategy.type === "OnDelete" || status.currentRevision === status.updateRevision) return ready;
    const updated = count(status, "updatedReplicas");
    const toUpdate = want - count(objectAt(strategy, "rollingUpdate"), "partition");
    return updated >= toUpdate && toUpdate < want ? ready : waitingForPods(updated, toUpdate);
  },
  reasons: reasonsByPods,
};

export const daemonSet: Rule = {
  judge(object) {
    if (!isObserved(object)) return unseen;
    const status = objectAt(object, "status");
    const want = count(status, "desiredNumberScheduled");
    const isRolling = objectAt(objectAt(object, "spec"), "updateStrategy").type !== "OnDelete";
    const updated = isRolling ? count(status, "updatedNumberScheduled") : want;
    const have = Math.min(updated, count(status, "numberReady"), count(status, "numberAvailable"));
    return have >= want ? ready : waitingForPods(have, want);
  },
  reasons: reasonsByPods,
};

export const replicationController: Rule = {
  judge(object) {
    if (!isObserved(object)) return unseen;
    const [have, want] = [count(objectAt(object, "status"), "availableReplicas"), replicasOf(object)];
    return have === want ? ready : waitingForPods(have, want);
  },
  reasons: reasonsByPods,
};

/** A Job fails for good when its controller says so; one that is suspended waits for somebody else. */
export const job: Rule = {
  judge(object) {
    const failed = conditionOf(object, "Failed");
    if (failed?.status === "True") return { is: "failed", because: explained(failed) };
    const isSuspended = objectAt(object, "spec").suspend === true;
    if (isSuspended || conditionOf(object, "Complete")?.status === "True") return ready;
    const status = objectAt(object, "status");
    if (status.startTime === undefined) return waiting("[1/2] Waiting for the Job to start");
    const counts = ["active", "succeeded", "failed"].map((key) => `${count(status, key)} ${key}`);
    return waiting(`[2/2] Waiting for the Job to succeed (${counts.join(", ")})`);
  },
  reasons: reasonsByPods,
};

async function reasonsByPods(object: Properties, cluster: Cluster, signal: AbortSignal): Promise<string[]> {
  const pods = await podsOf(object, cluster, signal);
  return [...(await eventsOf(object, cluster, signal)), ...pods.filter(isObject).flatMap(reasonsOfPod)];
}
