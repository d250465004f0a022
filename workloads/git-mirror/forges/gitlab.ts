import * as z from "zod";
import { type Forge, type ForgeOptions, MARK, Patient, type Project } from "./forge.ts";

const group = z.object({ id: z.int(), path: z.string() });
const project = z.object({
  id: z.int(),
  path: z.string(),
  description: z.string().nullable(),
  archived: z.boolean(),
  default_branch: z.string().nullable().optional(),
});
const branches = z.array(z.object({ name: z.string() }));

/** GitLab's REST API, version 4. */
export class GitLab implements Forge {
  readonly name = "GitLab";
  readonly #url: string;
  readonly #api: Patient;
  readonly #groups = new Map<string, number>();

  constructor(options: ForgeOptions) {
    this.#url = options.url.replace(/\/$/, "");
    this.#api = new Patient(this.name, options, { "private-token": options.token });
  }

  async open(path: string): Promise<Project[]> {
    const found =
      (await this.#api.find(`/api/v4/groups/${path}?with_projects=false`, group)) ??
      (await this.#api.get("/api/v4/groups", group, { body: { name: path, path, visibility: "private" } }));
    this.#groups.set(path, found.id);
    const projects = await this.#api.all(
      `/api/v4/groups/${found.id}/projects?per_page=100`,
      z.array(project),
    );
    return projects
      .filter(({ description }) => description?.startsWith(MARK))
      .map((each) => this.#projectOf(path, each));
  }

  async create(path: string, name: string, description: string): Promise<Project> {
    const body = {
      name,
      path: name,
      namespace_id: this.#groups.get(path),
      description,
      visibility: "private",
      lfs_enabled: true,
    };
    return this.#projectOf(path, await this.#api.get("/api/v4/projects", project, { body }));
  }

  /** It protects this branch from being written anew, which whoever owns the source may do. */
  async show({ id, defaultBranch }: Project, branch: string): Promise<void> {
    if (defaultBranch !== branch)
      await this.#api.do(`/api/v4/projects/${id}`, { method: "PUT", body: { default_branch: branch } });
    const path = `/api/v4/projects/${id}/protected_branches`;
    for (const { name } of await this.#api.get(path, branches))
      await this.#api.do(`${path}/${encodeURIComponent(name)}`, { method: "DELETE" });
  }

  async archive({ id }: Project, isArchived: boolean): Promise<void> {
    await this.#api.do(`/api/v4/projects/${id}/${isArchived ? "archive" : "unarchive"}`, { method: "POST" });
  }

  /** It is asked where it was found: what it calls itself may only be known elsewhere. */
  #projectOf(group: string, { id, path, archived, default_branch }: z.output<typeof project>): Project {
    return {
      id: String(id),
      path,
      url: `${this.#url}/${group}/${path}.git`,
      isArchived: archived,
      defaultBranch: default_branch ?? undefined,
    };
  }
}
