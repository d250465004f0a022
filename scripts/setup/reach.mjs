import { connect } from "node:net";

const patienceMs = 3_000;

/** @type {Map<string, Promise<string | undefined>>} */
const answers = new Map();

/**
 * Asked once per host: where the network is closed, each question may take all of our patience.
 * @param {string} host
 * @returns {Promise<string | undefined>} why it cannot be reached
 */
export function reachable(host) {
  const answer = answers.get(host) ?? ask(host);
  answers.set(host, answer);
  return answer;
}

/**
 * @param {string} host
 * @returns {Promise<string | undefined>}
 */
function ask(host) {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 443, timeout: patienceMs });
    const answer = (/** @type {string | undefined} */ why) => {
      socket.destroy();
      resolve(why && `${host}: ${why}`);
    };
    socket.once("connect", () => answer(undefined));
    socket.once("timeout", () => answer(`no answer in ${patienceMs / 1000} s`));
    socket.once("error", (error) => answer(error.message || "not reachable"));
  });
}
