import type { Log } from "../kit/index.ts";
import { syncFiles } from "./files.ts";
import type { List } from "./list.ts";
import { syncOllama } from "./ollama.ts";
import { Pace } from "./pace.ts";
import { Record } from "./record.ts";
import type { Settings } from "./settings.ts";

/** Whether all that is on the list is there in the end. */
export async function sync({ files, models, room }: List, settings: Settings, log: Log): Promise<boolean> {
  const record = await Record.read(settings.record);
  const { FOLDER, OLLAMA_URL } = settings;
  const areFilesThere =
    !FOLDER ||
    (await syncFiles(files, {
      folder: FOLDER,
      room,
      record,
      huggingFace: { url: settings.HUGGING_FACE_URL, token: settings.HUGGING_FACE_TOKEN },
      parallel: settings.PARALLEL,
      means: { pace: new Pace(settings.BANDWIDTH), log },
    }));
  const areModelsThere = !OLLAMA_URL || (await syncOllama(models, { url: OLLAMA_URL, room, record, log }));
  return areFilesThere && areModelsThere;
}
