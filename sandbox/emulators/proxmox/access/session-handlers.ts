import { type Call, type Handlers, PveError } from "../api/index.ts";
import { aclsOf, isPassword, usersOf } from "./accounts.ts";
import { checkUser, newTicket, userOfTicket } from "./authentication.ts";
import { privilegesOf } from "./permissions.ts";

/** How somebody comes in, and what they may do then. */
export const sessionHandlers: Handlers = {
  "POST /access/ticket": login,
  "GET /access/permissions": permissions,
};

function login({ datacenter, parameters }: Call): unknown {
  const username = String(parameters.username);
  const userid =
    parameters.realm !== undefined && !username.includes("@") ? `${username}@${parameters.realm}` : username;
  const password = String(parameters.password);
  const user = usersOf(datacenter).get(userid);
  const fine = user && (isPassword(user.secret, password) || userOfTicket(password, datacenter) === userid);
  if (!fine) throw new PveError("authentication failure", 401);
  checkUser(userid, datacenter);
  const rights = [...privilegesOf(userid, "/", datacenter)].map((each) => [each, 1]);
  const cap = Object.fromEntries(
    ["access", "dc", "mapping", "nodes", "sdn", "storage", "vms"].map((area) => [
      area,
      Object.fromEntries(rights),
    ]),
  );
  return { username: userid, clustername: datacenter.seed.cluster, cap, ...newTicket(userid, datacenter) };
}

function permissions({ datacenter, caller, parameters }: Call): unknown {
  const of = String(parameters.userid ?? caller);
  const paths =
    parameters.path === undefined
      ? [
          "/",
          "/access",
          "/nodes",
          "/pool",
          "/sdn",
          "/storage",
          "/vms",
          ...aclsOf(datacenter)
            .all()
            .map(({ path }) => path),
        ]
      : [String(parameters.path)];
  const rights = paths.map((path) => [
    path,
    Object.fromEntries([...privilegesOf(of, path, datacenter)].map((each) => [each, 1])),
  ]);
  return Object.fromEntries(rights);
}
