/** Loaded before a program that listens on every address of the machine: here it shall listen on loopback alone. */
import { Server } from "node:net";

const listen = Server.prototype.listen;

/** @param {any[]} args */
Server.prototype.listen = function (...args) {
  const [first, ...rest] = args;
  if (typeof first === "object" && first !== null)
    return listen.call(this, { ...first, host: "127.0.0.1" }, ...rest);
  const callback = rest.find((each) => typeof each === "function");
  return listen.call(this, { port: Number(first), host: "127.0.0.1" }, callback);
};
