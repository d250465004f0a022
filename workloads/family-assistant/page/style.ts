/** Large, calm, and in the colours that the reader's machine has asked for. */
export const style = `
:root {
  --ground: #faf8f4; --raised: #ffffff; --ink: #22201c; --soft: #5c564d; --line: #d9d3c8;
  --act: #1f5c48; --on-act: #ffffff; --warm: #fdf1d8; --warm-line: #d6a541; --wrong: #a3261d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #181715; --raised: #23211e; --ink: #f0ece4; --soft: #b3aca1; --line: #403c36;
    --act: #8fd3b6; --on-act: #10241c; --warm: #33290f; --warm-line: #b58a2e; --wrong: #ff9a8f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 46rem; padding: 1rem 1.1rem 4rem;
  background: var(--ground); color: var(--ink); font: 1.3rem/1.5 system-ui, sans-serif;
}
h1 { font-size: 2rem; line-height: 1.2; margin: 1rem 0; font-weight: 650; letter-spacing: -0.01em; }
h2 { font-size: 1.35rem; margin: 2rem 0 0.5rem; }
p { margin: 0.4rem 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.4rem; list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: 0.5rem 0.8rem; border-radius: 0.7rem; color: var(--ink); text-decoration: none; }
nav a:hover { background: var(--line); }
nav a[aria-current] { background: var(--act); color: var(--on-act); }
header { border-bottom: 1px solid var(--line); padding-bottom: 0.7rem; }
.who, .when { color: var(--soft); font-size: 1.1rem; }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; }
label { display: block; font-weight: 600; margin-top: 0.6rem; }
.file, .check { font-weight: 400; }
.check input { width: 1.5rem; height: 1.5rem; vertical-align: middle; margin-right: 0.4rem; }
textarea, select, input:not([type=checkbox]):not([type=file]) {
  width: 100%; font: inherit; color: inherit; background: var(--raised);
  border: 2px solid var(--soft); border-radius: 0.7rem; padding: 0.6rem 0.8rem;
}
input[type=file] { font: inherit; font-size: 1.05rem; max-width: 100%; color: inherit; }
button, .button, ::file-selector-button {
  font: inherit; font-weight: 600; min-height: 3.2rem; padding: 0.5rem 1.4rem; border-radius: 0.8rem; cursor: pointer;
  background: transparent; color: var(--ink); border: 2px solid var(--soft); text-decoration: none; display: inline-block;
}
::file-selector-button { min-height: 2.6rem; padding: 0.2rem 1rem; margin-right: 0.8rem; }
button.main { background: var(--act); color: var(--on-act); border-color: var(--act); }
button.on { background: var(--wrong); border-color: var(--wrong); color: var(--ground); }
:focus-visible { outline: 0.2rem solid var(--act); outline-offset: 0.2rem; }
.row { display: flex; flex-wrap: wrap; gap: 0.8rem; align-items: center; margin-top: 0.8rem; }
.row input:not([type=file]) { flex: 1 1 12rem; width: auto; }
.card { background: var(--raised); border: 1px solid var(--line); border-radius: 1rem; padding: 0.9rem 1.1rem; margin: 0.9rem 0; }
.card button { margin-top: 0.6rem; }
.row button, .card .row button { margin-top: 0; }
.notice { background: var(--warm); border: 2px solid var(--warm-line); }
.what { font-size: 1.4rem; overflow-wrap: anywhere; }
.words { white-space: pre-wrap; overflow-wrap: anywhere; }
.turn { border-top: 1px solid var(--line); padding: 1rem 0; }
.mine { color: var(--soft); border-left: 0.25rem solid var(--line); padding-left: 0.8rem; }
.mine img { max-width: min(100%, 20rem); border-radius: 0.7rem; }
.yours { margin-top: 0.7rem; }
audio { width: 100%; margin-top: 0.6rem; }
.problem { color: var(--wrong); font-weight: 600; }
.list { list-style: none; margin: 1rem 0; padding: 0; }
.list li { display: flex; flex-wrap: wrap; align-items: center; gap: 0.3rem 1rem; padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
.list .what { flex: 1 1 12rem; }
.list form { margin-left: auto; }
.done .what { text-decoration: line-through; color: var(--soft); }
summary { cursor: pointer; font-weight: 600; min-height: 2rem; }
code { overflow-wrap: anywhere; font-size: 1rem; }
.alone { text-align: center; padding-top: 10vh; }
`;
