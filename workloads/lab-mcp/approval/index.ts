export { addApproval } from "./approval.ts";
