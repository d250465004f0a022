/** Calm, in the colours that the reader's machine has asked for. A state is a word and a shape before it is a colour. */
export const style = `
:root {
  --ground: #fbfaf8; --raised: #ffffff; --ink: #23211e; --soft: #5f5a53; --line: #e3dfd8;
  --up: #2f7d4f; --down: #b3261e; --resting: #4a6a94; --unknown: #6b6560;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #191817; --raised: #232120; --ink: #ece8e2; --soft: #aaa39a; --line: #383431;
    --up: #7cc79a; --down: #ff8a80; --resting: #9db9e0; --unknown: #aaa39a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 72rem; padding: 1.5rem 1.25rem 3rem;
  background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif;
}
h1 { margin: 0; font-size: clamp(1.75rem, 5vw, 2.5rem); font-weight: 650; letter-spacing: -0.02em; }
h1.down { color: var(--down); }
h2 {
  margin: 2rem 0 0.6rem; font-size: 0.8rem; font-weight: 600; color: var(--soft);
  text-transform: uppercase; letter-spacing: 0.06em;
}
header p, footer { color: var(--soft); margin: 0.25rem 0 0; }
ul { list-style: none; margin: 0; padding: 0; }
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
a { color: inherit; text-underline-offset: 0.15em; text-decoration-color: var(--soft); }
a:focus-visible { outline: 0.15rem solid var(--resting); outline-offset: 0.15rem; border-radius: 0.2rem; }
footer { display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap; margin-top: 2.5rem; font-size: 0.9rem; }
footer p { margin: 0; }
`;
