import * as z from "zod";
import { type Path, readPath, readText } from "../roots/index.ts";
import type { Limits } from "../schema.ts";
import { type Tool, ToolError, tool } from "../tool.ts";
import { readSkills, type Skill } from "./skill.ts";

const MOST_FILES = 200;

/** Read anew at every request, so that a skill can be written while the router runs. */
export async function skillTools(folders: string[], limits: Limits): Promise<Tool[]> {
  const { found } = await readSkills(folders, limits.file);
  if (found.length === 0) return [];
  const list = found
    .map(({ name, description }) => `- ${name}: ${description.replace(/\s+/g, " ")}`)
    .join("\n");
  return [
    tool({
      name: "skill_list",
      description: "Lists the skills: what each is for.",
      input: z.strictObject({}),
      run: async () => list,
    }),
    tool({
      name: "skill_read",
      // The model sees what there is without a call, and reads only what it needs.
      description: `Reads a skill, which says how to do something well. Read the one that fits before you begin.\n${list}`,
      input: z.strictObject({
        name: z.string(),
        file: z.string().optional().describe("Another file of the skill's folder: templates/letter.md"),
      }),
      async run({ name, file }) {
        const skill = found.find((one) => one.name === name);
        if (!skill) throw new ToolError(`There is no skill ${JSON.stringify(name)}. There are:\n${list}`);
        if (file === undefined) return `${skill.body}\n${await filesOf(skill)}`;
        const { root, names } = placeIn(skill, file);
        return (await readText(root, names, limits.file)).text;
      },
    }),
  ];
}

/** Files of a skill are named from its own folder, which is a root as far as a path goes. */
function placeIn({ name, at }: Skill, file: string): Path {
  const { names } = readPath(`${name}/${file}`, new Map([[name, at.root]]));
  return { root: at.root, names: [...at.names, ...names] };
}

async function filesOf({ at: { root, names: top } }: Skill): Promise<string> {
  const files: string[] = [];
  const walk = async (names: string[]): Promise<void> => {
    const entries = await root.inFolder([...top, ...names], (folder) => root.entries(folder));
    for (const { name, kind } of entries) {
      if (files.length >= MOST_FILES) return;
      if (kind === "a folder") await walk([...names, name]);
      else if (kind === "a file" && name !== "SKILL.md") files.push([...names, name].join("/"));
    }
  };
  await walk([]);
  return files.length > 0 ? `\nMore files of this skill: ${files.join(", ")}` : "";
}
