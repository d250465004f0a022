import type { Problem } from "../../refusal.ts";
import type { Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** Docker copies files into a container's root before it starts, and refuses to where that root is read-only. */
export function checkFiles(service: Service): Problem[] {
  const { name, place, files, provides, waive } = service;
  const paths = [...Object.keys(files), ...(provides === "ingress" ? ["its configuration"] : [])];
  if (!("docker" in place) || paths.length === 0 || waive["writable-root"]) return [];
  return [
    problem(service, {
      what: `${name} has files, and runs on the Docker host ${place.docker}, which cannot put them into a read-only root.`,
      facts: [`files: ${paths.join(", ")}`],
      fix: "say it by env instead, or waive writable-root",
    }),
  ];
}
