import type { types } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import type { Service } from "../lab/index.ts";
import { notesOf, waiversOf } from "../service/index.ts";

/** Labels, by which a person on the host and the policies know what this is. */
export function tag(service: Service): Unwrap<types.input.ContainerLabel>[] {
  const labels = {
    "homelab/group": service.group,
    "homelab/lifecycle": service.lifecycle,
    // By this the manager of the host knows which are its own.
    ...(service.start !== "always" && { "homelab/start": service.start }),
    ...notesOf(waiversOf("pod", service.waive)),
  };
  return labelsOf(labels);
}

export function labelsOf(values: Record<string, string>): { label: string; value: string }[] {
  return Object.entries(values).map(([label, value]) => ({ label, value }));
}
