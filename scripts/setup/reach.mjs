import { connect } from "node:net";

const patienceMs = 3_000;

/**
 * @param {string} host
 * @returns {Promise<string | undefined>} why it cannot be reached
 */
export function reachable(host) {
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
