import { z } from "zod";

/** A DNS label: the name of a machine, a service or a port. Kubernetes and DNS refuse anything else, hours later. */
export const label = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, {
  error: ({ input }) =>
    `${JSON.stringify(input)} is not a name: use lower-case letters, digits and dashes, 63 at most, a letter or digit at each end`,
});

export const domain = z.string().regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, {
  error: ({ input }) => `${JSON.stringify(input)} is not a domain name, as in "terrac.com"`,
});

export const portNumber = z
  .int({
    error: ({ input }) =>
      `${JSON.stringify(input) ?? "nothing"} is not a port: a whole number from 1 to 65535`,
  })
  .min(1, { error: "a port is a number from 1 to 65535" })
  .max(65535, { error: "a port is a number from 1 to 65535" });

/** Five fields, as cron(8) reads them. */
export const schedule = z.string().regex(/^(\S+\s+){4}\S+$/, {
  error: ({ input }) =>
    `${JSON.stringify(input)} is not a schedule: five fields, as in "0 3 * * *" for three every night`,
});
