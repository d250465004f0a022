import { pythonFolders } from "../../setup/python.mjs";

export interface Touched {
  stacks: string[];
  programs: string[];
}

/** What no stack is made from. A policy may refuse a stack, and changes none. */
const BESIDE =
  /^(docs|tests|bench|sandbox|policies|scripts|stacks\/pull-request|\.github|\.ci)\/|\.test\.ts$|\/testing\/|\.md$|^\.[^/]+$/;

/** By what every program is made: its packages, the bundler, and the Node.js that it runs on. */
const OF_PROGRAMS = /^package(-lock)?\.json$|^components\/(program\/|service\/runtime\.ts$)/;

const OF_ONE_STACK = /^(?:stacks\/([^/]+)\/|Pulumi\.([^/]+)\.yaml$)/;
const OF_ONE_PROGRAM = /^workloads\/([^/]+)\//;
const OF_ONE_IMAGE = /^(?:images|workloads)\/([^/]+)\//;

/**
 * What has to be applied and built anew where these files change. What is not known to be harmless touches everything; an
 * image that is built by a Dockerfile of its own is what its folder is, and a stack runs it by its digest.
 */
export function touchedBy(
  files: string[],
  programsOf: Record<string, string[]>,
  images: string[] = [],
): Touched {
  const stacks = Object.keys(programsOf);
  const programs = [...new Set([...Object.values(programsOf).flat(), ...images])].sort();
  const touched = files
    .filter((file) => !BESIDE.test(file))
    .map((file) => touchedImage(file, images) ?? touchedByOne(file, programsOf));
  return {
    stacks: stacks.filter((stack) => touched.some((by) => by.stacks.includes(stack))),
    programs: programs.filter((program) => touched.some((by) => by.programs.includes(program))),
  };
}

function touchedByOne(file: string, programsOf: Record<string, string[]>): Touched {
  const all = Object.keys(programsOf);
  const [, folder, settings] = OF_ONE_STACK.exec(file) ?? [];
  const stack = folder ?? settings;
  if (stack !== undefined && all.includes(stack)) return { stacks: [stack], programs: [] };
  const [, program] = OF_ONE_PROGRAM.exec(file) ?? [];
  if (program !== undefined)
    return { stacks: all.filter((each) => programsOf[each]?.includes(program)), programs: [program] };
  return { stacks: all, programs: OF_PROGRAMS.test(file) ? Object.values(programsOf).flat() : [] };
}

function touchedImage(file: string, images: string[]): Touched | undefined {
  const [, image = ""] = OF_ONE_IMAGE.exec(file) ?? [];
  // What programs of Python begin with lies in each of their images.
  const within = image === "python-kit" ? Object.keys(pythonFolders) : [image];
  const programs = within.filter((each) => images.includes(each));
  return programs.length > 0 ? { stacks: [], programs } : undefined;
}
