import * as z from "zod";
import { type Forge, type ForgeOptions, MARK, Patient, type Project } from "./forge.ts";

const organization = z.object({ id: z.int() });
const repository = z.object({
  name: z.string(),
  description: z.string(),
  archived: z.boolean(),
  default_branch: z.string(),
});

/** Forgejo's API, which is Gitea's as well. */
export class Forgejo implements Forge {
  readonly name = "Forgejo";
  readonly #url: string;
  readonly #api: Patient;

  constructor(options: ForgeOptions) {
    this.#url = options.url.replace(/\/$/, "");
    this.#api = new Patient(this.name, options, { authorization: `token ${options.token}` });
  }

  async open(group: string): Promise<Project[]> {
    if (!(await this.#api.find(`/api/v1/orgs/${group}`, organization)))
      await this.#api.do("/api/v1/orgs", { body: { username: group, visibility: "private" } });
    const repositories = await this.#api.all(`/api/v1/orgs/${group}/repos?limit=50`, z.array(repository));
    return repositories
      .filter(({ description }) => description.startsWith(MARK))
      .map((each) => this.#projectOf(group, each));
  }

  async create(group: string, name: string, description: string): Promise<Project> {
    const body = { name, description, private: true };
    return this.#projectOf(group, await this.#api.get(`/api/v1/orgs/${group}/repos`, repository, { body }));
  }

  async show({ id, defaultBranch }: Project, branch: string): Promise<void> {
    if (defaultBranch !== branch)
      await this.#api.do(`/api/v1/repos/${id}`, { method: "PATCH", body: { default_branch: branch } });
  }

  async archive({ id }: Project, archived: boolean): Promise<void> {
    await this.#api.do(`/api/v1/repos/${id}`, { method: "PATCH", body: { archived } });
  }

  #projectOf(group: string, { name, archived, default_branch }: z.output<typeof repository>): Project {
    return {
      id: `${group}/${name}`,
      path: name,
      url: `${this.#url}/${group}/${name}.git`,
      isArchived: archived,
      defaultBranch: default_branch,
    };
  }
}
