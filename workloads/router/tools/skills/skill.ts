import { parse } from "yaml";
import * as z from "zod";
import { type Path, Root, readText } from "../roots/index.ts";
import { ToolError } from "../tool.ts";

const MOST = 200;

const frontMatter = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: "must be small letters, digits and `-`" }),
  description: z.string().min(1).max(1024),
});

/** A folder with a SKILL.md, which says what it is for and how to go about it. */
export interface Skill {
  name: string;
  description: string;
  body: string;
  at: Path;
}

export interface Skills {
  found: Skill[];
  /** For whoever keeps them: which folders hold none, and why. */
  problems: string[];
}

/** Reads the skills below some folders; of two with one name, the first counts. */
export async function readSkills(folders: string[], limit: number): Promise<Skills> {
  const skills: Skills = { found: [], problems: [] };
  for (const folder of folders) {
    const top = new Root("skills", { folder, writable: false });
    const entries = await top
      .inFolder([], (handle) => top.entries(handle))
      .catch((error: Error) => {
        skills.problems.push(`${folder}: ${error.message}`);
        return [];
      });
    for (const { name, kind } of entries.slice(0, MOST)) {
      if (kind !== "a folder") continue;
      try {
        const skill = await readSkill({ root: top, names: [name] }, limit);
        if (skills.found.every((one) => one.name !== skill.name)) skills.found.push(skill);
        else skills.problems.push(`${folder}/${name}: there is another skill named ${skill.name}`);
      } catch (error) {
        skills.problems.push(`${folder}/${name}: ${(error as Error).message}`);
      }
    }
  }
  return skills;
}

async function readSkill(at: Path, limit: number): Promise<Skill> {
  const { text } = await readText(at.root, [...at.names, "SKILL.md"], limit);
  const [, head, body] = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\r?\n?([\s\S]*)$/.exec(text) ?? [];
  if (head === undefined || body === undefined) {
    throw new ToolError("SKILL.md must begin with front matter: `---`, name, description, `---`");
  }
  // Aliases could blow a small file up to gigabytes.
  const read = frontMatter.safeParse(parse(head, { maxAliasCount: 10 }));
  if (!read.success) {
    const problems = read.error.issues.map(
      ({ path, message }) => `${path.join(".") || "front matter"}: ${message}`,
    );
    throw new ToolError(`SKILL.md: ${problems.join("; ")}`);
  }
  return { ...read.data, body: body.trim(), at };
}
