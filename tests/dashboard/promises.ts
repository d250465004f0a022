import type * as z from "zod";
import type { ManagerStatus } from "../../workloads/dashboard/api/manager-shapes.ts";
import type * as shown from "../../workloads/dashboard/api/shapes.ts";
import type { Status } from "../../workloads/manager/status.ts";
import type { issuedKey, newKey, shownKey } from "../../workloads/router/admin/key-shapes.ts";
import type { points, recent, series, top } from "../../workloads/router/admin/usage-shapes.ts";
import type {
  conversationShape,
  messageShape,
  personShape,
  searchShape,
} from "../../workloads/router/memory/shapes.ts";

/** An error of the compiler where the first is not all that the second needs. */
type Gives<Told extends Needed, Needed> = [Told, Needed];

/** What the router and the manager promise is what the pages believe: `npm run check` holds them to it. */
export type Promises = [
  Gives<z.output<typeof series>, shown.Series>,
  Gives<z.output<typeof points>, shown.Points>,
  Gives<z.output<typeof top>, shown.Top>,
  Gives<z.output<typeof recent>, shown.Recent>,
  Gives<z.output<typeof shownKey>, shown.Key>,
  Gives<z.output<typeof issuedKey>, shown.IssuedKey>,
  Gives<z.output<typeof conversationShape>, shown.Conversation>,
  Gives<z.output<typeof messageShape>, shown.Message>,
  Gives<z.output<typeof personShape>, shown.Person>,
  Gives<z.output<typeof searchShape>, shown.SearchAnswer>,
  Gives<Status, ManagerStatus>,
  Gives<shown.NewKey, z.input<typeof newKey>>,
];
