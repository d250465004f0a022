import { secureHeaders } from "hono/secure-headers";

/** For a page that loads nothing from anywhere else, and in which nothing runs but its own script. */
export const strict = secureHeaders({
  xFrameOptions: "DENY",
  referrerPolicy: "no-referrer",
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
});

/** Calm, in the colours that the reader's machine has asked for. What a page has beside it, it adds. */
export const calm = `
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
h2 {
  margin: 2rem 0 0.6rem; font-size: 0.8rem; font-weight: 600; color: var(--soft);
  text-transform: uppercase; letter-spacing: 0.06em;
}
header p, footer { color: var(--soft); margin: 0.25rem 0 0; }
ul { list-style: none; margin: 0; padding: 0; }
a { color: inherit; text-underline-offset: 0.15em; text-decoration-color: var(--soft); }
a:focus-visible, button:focus-visible, input:focus-visible {
  outline: 0.15rem solid var(--resting); outline-offset: 0.15rem; border-radius: 0.2rem;
}
`;
