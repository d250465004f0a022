/**
 * The pool alone: from `undici` itself, fetch, WebSockets and all the rest of it would come along, and our bundle has to
 * fit into a ConfigMap.
 */
declare module "undici/lib/dispatcher/pool.js" {
  import { Pool } from "undici";
  export default Pool;
}
