import { AboutResponse } from "@pulumi/pulumi/proto/language_pb.js";

/** For `pulumi about`: which Node.js runs the programs. */
export function about(): AboutResponse {
  return new AboutResponse().setExecutable(process.execPath).setVersion(process.version);
}
