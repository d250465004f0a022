export { defaultPolicy } from "./default.ts";
export { parseNetwork, parseRoute } from "./network.ts";
export { type Population, partiesOf, speaksOf } from "./party.ts";
export { PolicyProblem } from "./problem.ts";
export { type ReadPolicy, readPolicy } from "./read.ts";
export { testsSchema } from "./schema.ts";
export { failedSshTests } from "./ssh.ts";
export { type Failed, failedTests } from "./tests.ts";
