import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  DependencyInfo,
  type GetProgramDependenciesRequest,
  GetProgramDependenciesResponse,
  type GetRequiredPackagesRequest,
  GetRequiredPackagesResponse,
  type GetRequiredPluginsRequest,
  GetRequiredPluginsResponse,
} from "@pulumi/pulumi/proto/language_pb.js";
import { PackageDependency, PluginDependency } from "@pulumi/pulumi/proto/plugin_pb.js";
import { programInfo } from "./options.ts";

interface Installed {
  path: string;
  name: string;
  version: string;
}

interface Plugin {
  name: string;
  version: string;
  server: string;
}

export function requiredPackages(request: GetRequiredPackagesRequest): GetRequiredPackagesResponse {
  const packages = plugins(programInfo(request).getProgramDirectory()).map(({ name, version, server }) =>
    new PackageDependency().setName(name).setKind("resource").setVersion(version).setServer(server),
  );
  return new GetRequiredPackagesResponse().setPackagesList(packages);
}

export function requiredPlugins(request: GetRequiredPluginsRequest): GetRequiredPluginsResponse {
  const list = plugins(programInfo(request).getProgramDirectory()).map(({ name, version, server }) =>
    new PluginDependency().setName(name).setKind("resource").setVersion(version).setServer(server),
  );
  return new GetRequiredPluginsResponse().setPluginsList(list);
}

/** The plugins that the installed packages speak to, for the engine to fetch before the program runs. */
function plugins(directory: string): Plugin[] {
  // Where the engine may not fetch, such a list could only fail a preview for a plugin that it never uses.
  if (process.env.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION === "true") return [];
  return installed(directory).flatMap(({ path, name, version }) => {
    const { pulumi } = readJson(join(path, "package.json")) as {
      pulumi?: Partial<Plugin> & { resource?: boolean };
    };
    if (!pulumi?.resource) return [];
    return {
      name: pulumi.name ?? name.replace(/^@pulumi\//, "").replace(/^@/, ""),
      version: `v${(pulumi.version ?? version).replace(/^v/, "")}`,
      server: pulumi.server ?? "",
    };
  });
}

/** For `pulumi about`: the packages that the program asks for by name, or all that are installed. */
export function programDependencies(request: GetProgramDependenciesRequest): GetProgramDependenciesResponse {
  const directory = programInfo(request).getProgramDirectory();
  const all = installed(directory);
  const manifest = readJson(join(packageRoot(directory), "package.json")) as { dependencies?: object };
  const direct = new Set(Object.keys(manifest.dependencies ?? {}));
  const listed = request.getTransitivedependencies() ? all : all.filter(({ name }) => direct.has(name));
  return new GetProgramDependenciesResponse().setDependenciesList(
    listed.map(({ name, version }) => new DependencyInfo().setName(name).setVersion(version)),
  );
}

/** What npm says that it put into the node_modules folder nearest to a program. */
function installed(directory: string): Installed[] {
  const root = packageRoot(directory);
  const record = join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return [];
  const { packages } = readJson(record) as { packages: Record<string, { version?: string }> };
  return Object.entries(packages).flatMap(([path, { version }]) => {
    // What one of the workspaces has for itself, the program cannot import.
    const name = path.startsWith("node_modules/") && path.split("node_modules/").at(-1);
    return name && version ? { path: join(root, path), name, version } : [];
  });
}

function packageRoot(directory: string): string {
  const parent = dirname(directory);
  return existsSync(join(directory, "node_modules")) || parent === directory
    ? directory
    : packageRoot(parent);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
