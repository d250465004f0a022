/** One process of the sandbox, as plain data. Whoever has the same data runs the same process. */
export interface Part {
  /** Also the name of its log: "etcd", "brain/scheduler". */
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** Where it listens. Another program there is found before the part is started, and told by name. */
  port: number;
  /** Where else it listens. */
  morePorts?: number[];
  /** The parts that have to be ready before it can start. */
  needs: string[];
  ready: Readiness;
}

/** Asked until it answers 200. */
export interface Readiness {
  url: string;
  /** Files. */
  tls?: { ca: string; cert: string; key: string };
}
