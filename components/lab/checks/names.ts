import { basename } from "node:path";
import type { Problem } from "../../refusal.ts";
import type { Lab, Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** One service, one name, one file of that name: whoever reads a name anywhere knows where to look. */
export function checkNames({ services }: Lab): Problem[] {
  const owners = new Map<string, Service>();
  return services.flatMap((service) => {
    const owner = owners.get(service.name);
    if (owner) return [twice(service, owner)];
    owners.set(service.name, service);
    return basename(service.file, ".ts") === service.name ? [] : [misnamed(service)];
  });
}

function twice(service: Service, owner: Service): Problem {
  return problem(service, {
    what: `two services have the name ${service.name}.`,
    facts: [`the other: ${owner.file}`],
    fix: "rename one of them: needs, addresses and secrets go by the name",
  });
}

function misnamed(service: Service): Problem {
  return problem(service, {
    what: `the service in this file is called ${service.name}.`,
    fix: `rename the file to ${service.name}.ts, or the service to ${basename(service.file, ".ts")}`,
  });
}
