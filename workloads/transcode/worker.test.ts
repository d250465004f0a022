import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findFilms } from "./film.ts";
import { Records } from "./records.ts";
import { House, hasFfmpeg, namesIn, settled, until } from "./testing.ts";
import { type Way, waysBy } from "./ways.ts";

const failedOf = async (worker: { queue(): Promise<{ failed: { name: string; reason: string }[] }> }) =>
  (await worker.queue()).failed;

const codecOf = (path: string) =>
  execFileSync("ffprobe", [
    ...["-loglevel", "error", "-select_streams", "v:0", "-show_entries", "stream=codec_name"],
    ...["-of", "csv=p=0", path],
  ])
    .toString()
    .trim();

describe.skipIf(!hasFfmpeg)("a worker (apt install ffmpeg)", { timeout: 60_000 }, () => {
  test("encodes a film anew, and keeps its source for a while", async () => {
    const house = new House();
    const source = readFileSync(house.film("series/first.mp4"));
    house.worker();
    await until(() => house.sourcesLeft().length === 0);
    await until(() => namesIn(join(house.state, "claims")).length === 0);
    expect(namesIn(house.results)).toEqual(["series/first.mkv"]);
    expect(codecOf(join(house.results, "series/first.mkv"))).toBe("hevc");
    const [kept = ""] = namesIn(join(house.state, "trash")).filter((name) => name.endsWith("first.mp4"));
    expect(readFileSync(join(house.state, "trash", kept))).toEqual(source);
  });

  test("lets go of a source when its time in the trash is over, and not before", async () => {
    const house = new House();
    house.film("first.mp4");
    house.worker({ TRANSCODE_TRASH_DAYS: "1" });
    const kept = () => namesIn(join(house.state, "trash")).filter((name) => name.endsWith(".mp4"));
    await until(() => kept().length === 1);
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
    const [name = ""] = kept();
    utimesSync(join(house.state, "trash", name, ".."), twoDaysAgo, twoDaysAgo);
    await until(() => kept().length === 0);
    expect(namesIn(join(house.state, "done"))).toEqual([]);
    expect(namesIn(house.results)).toEqual(["first.mkv"]);
  });

  test("brings along subtitles, second voices, covers and fonts", async () => {
    const house = new House();
    const [words, cover] = [join(house.folder, "words.srt"), join(house.folder, "cover.png")];
    writeFileSync(words, "1\n00:00:00,000 --> 00:00:01,000\nhello\n");
    execFileSync("ffmpeg", [
      "-loglevel",
      "error",
      "-f",
      "lavfi",
      "-i",
      "color=size=64x64",
      "-frames:v",
      "1",
      cover,
    ]);
    const voices = ["-i", words, "-i", cover, ...["0", "1", "1", "2", "3"].flatMap((each) => ["-map", each])];
    const covered = ["-c:v:1", "png", "-disposition:v:1", "attached_pic"];
    house.film("rich.mp4", { more: [...voices, "-c:s", "mov_text", ...covered] });
    const font = ["-attach", words, "-metadata:s:t", "mimetype=font/ttf", "-metadata:s:t", "filename=a.ttf"];
    house.film("styled.mkv", {
      more: [...voices.slice(0, 2), ...voices.slice(4, 12), "-c:s", "ass", ...font],
    });
    const worker = house.worker();
    await until(async () => house.sourcesLeft().length === (await failedOf(worker)).length);
    expect(await failedOf(worker)).toEqual([]);
    const kinds = (name: string) => {
      const asked = ["-loglevel", "error", "-show_entries", "stream=codec_type", "-of", "csv=p=0"];
      const said = execFileSync("ffprobe", [...asked, join(house.results, name)]).toString();
      return said
        .trim()
        .split(/[\s,]+/)
        .sort();
    };
    expect(kinds("rich.mkv")).toEqual(["audio", "audio", "subtitle", "video", "video"]);
    expect(kinds("styled.mkv")).toEqual(["attachment", "audio", "audio", "subtitle", "video"]);
  });

  test("leaves alone, with a reason, what it cannot read whole, and does not try it again", async () => {
    const house = new House();
    writeFileSync(join(house.sources, "broken.mkv"), "no film");
    settled(join(house.sources, "broken.mkv"));
    const cut = house.film("cut.avi", { seconds: 4 });
    truncateSync(cut, 30_000);
    settled(cut);
    const worker = house.worker();
    await until(async () => (await failedOf(worker)).length === 2);
    for (const { reason } of await failedOf(worker)) expect(reason.length).toBeGreaterThan(10);
    expect(house.sourcesLeft()).toEqual(["broken.mkv", "cut.avi"]);
    expect(namesIn(house.results)).toEqual([]);
    // Another file of the same name is another film.
    house.film("broken.mkv");
    await until(() => namesIn(house.results).includes("broken.mkv"));
  });

  test.each([
    ["is shorter", ["-t", "0.5"], /0\.\d seconds long, and the source 2\.0/],
    ["has lost a stream", ["-an"], /other streams: video, and not audio, video/],
    ["cannot be read to its end", ["-bsf:v", "noise=amount=20"], /./],
  ])("keeps a source whose result %s, and leaves no part of that", async (_, spoiled, reason) => {
    const house = new House();
    house.film("first.mp4");
    const encode = () => ["libx264", "-preset", "ultrafast", ...spoiled];
    const worker = house.worker({}, [{ name: "processors", decode: [], encode }]);
    await until(async () => (await failedOf(worker)).length === 1);
    expect((await failedOf(worker))[0]?.reason).toMatch(reason);
    expect(house.sourcesLeft()).toEqual(["first.mp4"]);
    expect(namesIn(house.results)).toEqual([]);
  });

  test("takes another way where the first one fails", async () => {
    const house = new House();
    house.film("first.mp4");
    const broken: Way = { name: "card", decode: ["-hwaccel", "nothing"], encode: () => ["hevc_nvenc"] };
    house.worker({}, [broken, ...waysBy("processors")]);
    await until(() => namesIn(house.results).includes("first.mkv"));
  });

  test("reads no other file that a source speaks of, whatever the source is called", async () => {
    const house = new House();
    const secret = house.film("../secret.mp4");
    const list = join(house.sources, "list.ts");
    writeFileSync(list, `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${secret}\n#EXT-X-ENDLIST\n`);
    settled(list);
    const other = join(house.sources, "other.mkv");
    writeFileSync(other, `ffconcat version 1.0\nfile '${secret}'\n`);
    settled(other);
    const worker = house.worker();
    await until(async () => (await failedOf(worker)).length === 2);
    expect(namesIn(house.results)).toEqual([]);
  });

  test("writes over no result, and leaves alone what is still being copied", async () => {
    const house = new House();
    house.film("twice.mp4");
    writeFileSync(join(house.results, "twice.mkv"), "another one's");
    const now = new Date();
    utimesSync(house.film("new.mp4"), now, now);
    const worker = house.worker();
    await until(async () => (await failedOf(worker)).length === 1);
    expect(await failedOf(worker)).toEqual([
      { name: "twice.mp4", reason: "there is a result of its name already" },
    ]);
    expect(readFileSync(join(house.results, "twice.mkv"), "utf8")).toBe("another one's");
    expect(house.sourcesLeft()).toEqual(["new.mp4", "twice.mp4"]);
  });

  test("waits where the disk is nearly full, says so, and fails nothing for it", async () => {
    const house = new House();
    house.film("large.mp4");
    const worker = house.worker({ TRANSCODE_KEEP_FREE: "1024TiB" });
    await until(() => worker.waitsFor?.includes("make room there") ?? false);
    expect(await worker.queue()).toMatchObject({ waiting: ["large.mp4"], failed: [] });
  });

  test("one film whose folder cannot be made keeps no other from being done", async () => {
    const house = new House();
    house.film("a/first.mp4");
    house.film("second.mp4");
    writeFileSync(join(house.results, "a"), "a file where a folder should be");
    const worker = house.worker();
    await until(() => namesIn(house.results).includes("second.mkv"));
    await until(() => worker.waitsFor?.includes("cannot be worked on") ?? false);
    expect(house.sourcesLeft()).toEqual(["a/first.mp4"]);
  });

  test("goes on where another one was lost after its result was whole", async () => {
    const house = new House();
    house.film("first.mp4");
    const [film] = await findFilms(house.sources);
    if (!film) throw new Error("there is a film");
    const part = join(house.results, `.${film.key}.1.part`);
    const result = join(house.results, "first.mkv");
    const encoded = new House().film("whole.mkv");
    linkSync(encoded, part);
    const bytes = readFileSync(part).length;
    mkdirSync(house.state);
    const records = new Records(house.state);
    await records.writeDone(film, 1, { name: film.name, source: film.identity, part, result, bytes });
    house.worker();
    await until(() => house.sourcesLeft().length === 0);
    expect(namesIn(house.results)).toEqual(["first.mkv"]);
    expect(readFileSync(result)).toEqual(readFileSync(encoded));
  });
});
