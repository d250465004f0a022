import { z } from "zod";
import { parse } from "../parse/index.ts";
import { Refusal, refuse } from "../refusal.ts";
import { misfits, type Server } from "./fits.ts";
import { type ModelFile, type ModelFileSpec, modelFile } from "./model.ts";

/**
 * What is there already is left. A file gets its name when it is whole, and is the one that was meant: a server that looks
 * into the folder meanwhile sees none that it could not load. What a night did not suffice for goes on in the next.
 */
const FETCH = `missed=0
while [ "$#" -ge 3 ]; do
  file="$FOLDER/$1" url="$2" sum="$3"
  shift 3
  if [ -e "$file" ]; then echo "there: $file"; continue; fi
  mkdir -p "\${file%/*}"
  if ! curl --silent --show-error --fail --location --continue-at - --output "$file.part" "$url"; then
    echo "not fetched: $file" >&2
    missed=1
  elif [ "$sum" != "-" ] && ! echo "$sum  $file.part" | sha256sum -c - >/dev/null; then
    echo "not the one that was meant: $file" >&2
    rm "$file.part"
    missed=1
  else
    mv "$file.part" "$file"
    echo "fetched: $file"
  fi
done
exit "$missed"
`;

/** How a job brings files of models into the folder that a server of pictures reads. None is taken away. */
export function filesSync(
  server: Server & { folder: string },
  specs: ModelFileSpec[],
): { command: string[]; env: { FOLDER: string } } {
  const where = `the models of ${server.service}`;
  const { value: files, problems } = parse(z.array(modelFile).min(1), specs, where);
  if (!files) throw new Refusal(problems);
  const named = files.map((each) => ({ ...each, name: pathOf(each) }));
  refuse(misfits(server, named, where));
  const fetches = files.flatMap((each) => [pathOf(each), urlOf(each), each.sha256 ?? "-"]);
  return { command: ["sh", "-c", FETCH, "sync", ...fetches], env: { FOLDER: server.folder } };
}

function pathOf({ into, file }: ModelFile): string {
  return `${into}/${file.split("/").at(-1)}`;
}

function urlOf({ repository, file }: ModelFile): string {
  return `https://huggingface.co/${repository}/resolve/main/${file}`;
}
