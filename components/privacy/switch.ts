/**
 * How a program is kept from telling its makers who uses it. `none` says why there is nothing to set, `byHand` where a
 * person sets what no file, variable or value can.
 */
export type Discretion = Switches | { none: string } | { byHand: string };

/** All of them are set, each in the way in which the program is told. */
export interface Switches {
  /** Variables of its environment. */
  env?: Record<string, string>;
  /** What its command line says. */
  args?: string[];
  /** Settings in a YAML or JSON file of its own, by the way to them. */
  settings?: Record<string, Setting>;
  /** Values of a chart, by the way to them; a list of variables is gone into by their names. */
  values?: Record<string, Setting>;
  /** Lines of a text that is a program: Ruby's, PHP's. */
  lines?: string[];
}

export type Setting = string | boolean;

export function hasSwitches(discretion: Discretion): discretion is Switches {
  return !("none" in discretion || "byHand" in discretion);
}

/** `docker.io/grafana/grafana:13.2.0@sha256:...` is `grafana/grafana`: who serves it is no part of what it does. */
export function programIn(image: string): string {
  return (image.split("@")[0] ?? "").replace(/:[^:/]*$/, "").replace(/^[^/]*\.[^/]*\//, "");
}
