import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";

const PATIENCE = 8_000;
const [device, ...places] = process.argv.slice(2);

await Promise.all(
  places.map(async (place) => {
    const nothing = setTimeout(PATIENCE, "nothing", { ref: false });
    console.log(device, place, await Promise.race([answerOf(place), nothing]));
  }),
);
process.exit();

/**
 * Who is refused asks again: the house may not be up yet.
 * @param {string} place
 * @returns {Promise<string>}
 */
async function answerOf(place) {
  const [host = "", port] = place.split(":");
  /** @type {string | undefined} */
  const said = await new Promise((resolve) => {
    connect(Number(port), host)
      .on("data", (text) => resolve(`${text}`))
      .on("error", () => resolve(undefined));
  });
  if (said) return said;
  await setTimeout(100);
  return answerOf(place);
}
