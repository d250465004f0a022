// Where programs are looked up: by what the system has, not by what the router was started with.
export const PROGRAMS = ["/usr/local/bin", "/usr/bin", "/bin"];

/** All that programs get to know of the router's own environment. */
const INHERITED = ["LANG", "LC_ALL", "TZ"];

export function environment(own: Record<string, string>): Record<string, string> {
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { PATH: PROGRAMS.join(":"), HOME: "/tmp", TERM: "dumb", ...Object.fromEntries(inherited), ...own };
}
