import { calm } from "../../kit/web/index.ts";

/** A state is a word and a shape before it is a colour. */
export const style = `${calm}
h1.down { color: var(--down); }
.things { display: grid; gap: 0.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr)); }
.things li {
  display: flex; justify-content: space-between; gap: 0.75rem; min-width: 0; padding: 0.5rem 0.75rem;
  background: var(--raised); border: 1px solid var(--line); border-left: 0.25rem solid var(--state); border-radius: 0.5rem;
}
.name { overflow-wrap: anywhere; }
.state { color: var(--state); font-size: 0.875rem; white-space: nowrap; align-self: center; }
.wrong { display: grid; gap: 0.5rem; }
.wrong li { padding: 0.75rem 1rem; background: var(--raised); border: 1px solid var(--state); border-radius: 0.5rem; }
.wrong strong { display: block; }
.wrong span { color: var(--soft); font-size: 0.9rem; }
.wrong p { margin: 0.35rem 0 0; overflow-wrap: anywhere; }
.up { --state: var(--up); } .down { --state: var(--down); }
.resting { --state: var(--resting); } .unknown { --state: var(--unknown); }
li.resting, li.unknown { border-style: dashed; border-left-style: dashed; }
footer { display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap; margin-top: 2.5rem; font-size: 0.9rem; }
footer p { margin: 0; }
`;
