import type { FastifyInstance } from "fastify";
import { ApiError } from "../framework/index.ts";
import { type Planted, tailnetIdOf } from "./seed.ts";
import type { State, User } from "./state.ts";

/** The people of a tailnet. They are invited and leave by hand: here they are only looked at. */
export function userRoutes(app: FastifyInstance, state: State, seed: Planted): void {
  const view = ({ id, loginName, role, created }: User) => {
    const own = state.devices.all().filter(({ user, tags }) => user === loginName && tags.length === 0);
    return {
      id,
      displayName: loginName.split("@")[0],
      loginName,
      profilePicUrl: "",
      tailnetId: tailnetIdOf(seed),
      created,
      type: "member",
      role,
      status: "active",
      deviceCount: own.length,
      lastSeen: created,
      currentlyConnected: own.length > 0,
    };
  };
  app.get("/api/v2/tailnet/:tailnet/users", (request) => {
    const { type, role } = request.query as { type?: string; role?: string };
    const users = state.users.all().map(view);
    const asked = (wanted: string | undefined, has: string) => !wanted || wanted === "all" || wanted === has;
    return { users: users.filter((user) => asked(type, user.type) && asked(role, user.role)) };
  });
  app.get("/api/v2/users/:user", (request) => {
    const user = state.users.get((request.params as { user: string }).user);
    if (!user) throw new ApiError(404, "user not found");
    return view(user);
  });
}
