import type { IEnvVar } from "kubernetes-models/v1";
import { type Lab, plainText, type ResolvedPart, resolve, serviceNamed } from "../lab/index.ts";
import type { Files, Program, Programs } from "../program/index.ts";
import { secretsOf } from "../secrets/index.ts";
import type { Value } from "../service/index.ts";
import type { ClusterService } from "./cluster-service.ts";
import { gpuEnvironment } from "./gpu.ts";
import { metadataOf } from "./labels.ts";
import type { Plan } from "./manifest.ts";
import { digest, fileKey, nameOf } from "./names.ts";

export interface MountedFile {
  path: string;
  /** Its name in the ConfigMap, or in the Secret. */
  key: string;
  secret: boolean;
}

/** What a container is told: in the open by its manifest and a ConfigMap, and in private by a Secret. */
export interface Configuration {
  env: IEnvVar[];
  command?: string[];
  args?: string[];
  migrationArgs?: string[];
  files: MountedFile[];
  /** What it runs, where that is a program of ours. */
  program?: Program;
  open: Record<string, string>;
  secret: Record<string, ResolvedPart[]>;
  /** Changes when a file or a secret does. Made of names and generations: it tells nothing of what they hold. */
  digest?: string;
}

type Reference = Exclude<ResolvedPart, string>;

export function configure(service: ClusterService, lab: Lab, programs: Programs): Configuration {
  const env: IEnvVar[] = [];
  const files: MountedFile[] = [];
  const open: Record<string, string> = {};
  const secret: Record<string, ResolvedPart[]> = {};

  const keepSecret = (name: string, parts: ResolvedPart[]) => {
    secret[name] = parts;
    env.push({ name, valueFrom: { secretKeyRef: { name: service.name, key: name } } });
  };
  // An argument cannot refer to a Secret, but the kubelet fills in `$(NAME)` from the environment.
  const argument = (value: Value): string =>
    resolve(value, service, lab)
      .map((part) => {
        if (typeof part === "string") return part;
        const name = variableOf(part);
        if (!secret[name]) keepSecret(name, [part]);
        return `$(${name})`;
      })
      .join("");

  for (const [name, value] of Object.entries({ ...gpuEnvironment(service, lab), ...service.env })) {
    const parts = resolve(value, service, lab);
    if (parts.some(isReference)) keepSecret(name, parts);
    else env.push({ name, value: plainText(parts) });
  }
  for (const [path, value] of Object.entries(service.files)) {
    const parts = resolve(value, service, lab);
    const file = { path, key: fileKey(path), secret: parts.some(isReference) };
    files.push(file);
    if (file.secret) secret[file.key] = parts;
    else open[file.key] = plainText(parts);
  }
  const spoken = {
    ...(service.command && { command: service.command.map(argument) }),
    ...(service.args && { args: service.args.map(argument) }),
    ...(service.migration && { migrationArgs: service.migration.args.map(argument) }),
  };
  const holdsAnything = Object.keys(open).length + Object.keys(secret).length > 0;
  return {
    env,
    ...spoken,
    files,
    ...(service.program && { program: programs(service.program) }),
    open,
    secret,
    ...(holdsAnything && { digest: digest([open, secret, generations(secret, lab)]) }),
  };
}

export function planConfiguration(service: ClusterService, { open, secret, program }: Configuration): Plan {
  const metadata = metadataOf(service);
  return {
    ...(Object.keys(open).length > 0 && {
      "config-map": { apiVersion: "v1", kind: "ConfigMap", metadata, data: open },
    }),
    ...(Object.keys(secret).length > 0 && {
      secret: { apiVersion: "v1", kind: "Secret", metadata, stringData: secret },
    }),
    ...(program && planProgram(service, program)),
  };
}

/**
 * Its name says what it holds, and neither ever changes: pods of before and after an update each find their own
 * program, and a change of the code is a change of the pods, to be seen in the preview.
 */
function planProgram(service: ClusterService, program: Program): Plan {
  return Object.fromEntries(
    programParts(service, program).map(({ part, name, files }) => [
      part,
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: metadataOf(service, name),
        immutable: true,
        data: files,
      },
    ]),
  );
}

interface ProgramPart {
  part: "program" | "program-later";
  name: string;
  files: Files;
}

/** A ConfigMap holds 1 MiB, so what is seldom needed has one of its own. */
export function programParts({ name }: Pick<ClusterService, "name">, program: Program): ProgramPart[] {
  const { start, later, digest } = program;
  return [
    { part: "program", name: nameOf(name, "program", digest), files: start },
    ...(Object.keys(later).length > 0
      ? [{ part: "program-later" as const, name: nameOf(name, "program-later", digest), files: later }]
      : []),
  ];
}

function isReference(part: ResolvedPart): part is Reference {
  return typeof part === "object";
}

function variableOf({ secret, of }: Reference): string {
  return `SECRET_${of}_${secret}`.toUpperCase().replaceAll("-", "_");
}

function generations(secret: Configuration["secret"], lab: Lab): number[] {
  return Object.values(secret)
    .flat()
    .filter(isReference)
    .map(({ secret, of }) => secretsOf(serviceNamed(lab, of), lab.inventory)[secret]?.generation ?? 0);
}
