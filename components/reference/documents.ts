import type { Lab } from "../lab/index.ts";
import { disasterRunbook } from "../recovery/index.ts";
import { type Problem, refuse } from "../refusal.ts";
import { catalogue } from "./catalogue.ts";
import { type Document, notice } from "./document.ts";
import { FOLDER, servicePages } from "./service-page.ts";

/** Whoever writes a page from the declarations adds it here: `lab docs` writes it, and a test sees that it is as written. */
const WRITERS: ((labs: Lab[]) => Document[] | Promise<Document[]>)[] = [
  catalogue,
  (labs) => labs.flatMap(servicePages),
  runbooks,
];

/** Of each lab that keeps anything. */
function runbooks(labs: Lab[]): Document[] {
  return labs
    .filter(({ services }) => services.some(({ provides }) => provides === "backups"))
    .map((lab) => ({
      path: "docs/runbooks/disaster-recovery.md",
      text: `${notice("stacks")}\n${disasterRunbook(lab)}`,
    }));
}

/** In these folders nothing else lies: what is left there of a service that is gone goes with it. */
export const WRITTEN_FOLDERS = [FOLDER];

/** Every page that follows from the declarations. */
export async function documentsOf(labs: Lab[]): Promise<Document[]> {
  const documents = (await Promise.all(WRITERS.map((write) => write(labs)))).flat();
  const paths = documents.map(({ path }) => path);
  refuse(paths.filter((path, at) => paths.indexOf(path) !== at).map(twice));
  return documents;
}

function twice(path: string): Problem {
  return {
    where: path,
    what: "two services of this name are in two stacks, and have one page.",
    fix: "give one of them another name",
  };
}
