import { z } from "zod";
import { fault } from "../fault.ts";

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** A name has 253 letters at most, and one of 63 stands before its domain. */
const LONGEST_DOMAIN = 253 - 64;

/** A DNS label: the name of a machine, a service or a port. Kubernetes and DNS refuse anything else, hours later. */
export const label = z
  .string()
  .regex(
    LABEL,
    fault(
      "not a name",
      "write lower-case letters, digits and dashes, 63 at most, a letter or digit at each end",
    ),
  );

export const domain = z
  .string()
  .regex(DOMAIN, fault("not a domain name", 'write "terrac.com"'))
  .max(LONGEST_DOMAIN, fault("too long for a domain", `write ${LONGEST_DOMAIN} letters and dots at most`));

const port = fault("not a port", "write a whole number from 1 to 65535");
export const portNumber = z.int(port).min(1, port).max(65535, port);

/** A path on a server or in a container. */
export const absolutePath = z.string().regex(/^\//, fault("not an absolute path", "begin it with /"));
