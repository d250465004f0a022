/** Loaded before any program. */
import "./inspect.ts";
import "./stack-traces.ts";
