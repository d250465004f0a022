import { calm } from "../../kit/web/index.ts";

/** As every page of ours, with what one decides by. */
export const style = `${calm}
body { max-width: 46rem; }
h3 { margin: 0; font-size: 1.1rem; overflow-wrap: anywhere; }
p { margin: 0.35rem 0 0; overflow-wrap: anywhere; }
form { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: center; margin-top: 2rem; }
form[hidden] { display: none; }
input { flex: 1 1 14rem; min-width: 0; }
input, button {
  padding: 0.6rem 1rem; min-height: 2.75rem; font: inherit; color: var(--ink);
  background: var(--raised); border: 1px solid var(--soft); border-radius: 0.5rem;
}
button { cursor: pointer; font-weight: 600; background: var(--ink); color: var(--ground); border-color: var(--ink); }
button.quiet { background: none; color: var(--ink); border-color: var(--soft); }
button:disabled { opacity: 0.5; cursor: default; }
.soft { color: var(--soft); font-size: 0.9rem; }
.cards { display: grid; gap: 0.75rem; }
.cards li {
  padding: 1rem 1.25rem; background: var(--raised); border: 1px solid var(--line);
  border-left: 0.25rem solid var(--is, var(--line)); border-radius: 0.5rem;
}
.waits { --is: var(--resting); } .done { --is: var(--up); } .failed, .interrupted { --is: var(--down); }
.state { color: var(--is, var(--soft)); font-size: 0.875rem; font-weight: 600; margin-left: 0.4rem; }
.choice { display: flex; flex-wrap: wrap; gap: 0.6rem; margin-top: 0.9rem; }
`;
