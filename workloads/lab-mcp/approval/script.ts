/** Holds the key in memory alone: who leaves the page takes it along. */
export const script = `
const [form, field, said, list] = ["who", "key", "said", "proposals"].map((id) => document.getElementById(id));
let key = "";
let shown = "";
const ask = (path, method = "GET") => fetch(path, { method, headers: { authorization: "Bearer " + key } });
const problem = async (answer) => (await answer.json().catch(() => ({}))).error?.message ?? "It did not work.";

async function show() {
  const answer = await ask("/proposals").catch(() => undefined);
  if (!answer) { said.textContent = "Nobody answers. Trying again."; return true; }
  if (!answer.ok) { said.textContent = await problem(answer); return false; }
  const text = await answer.text();
  if (text !== shown) {
    const { id, do: deed } = document.activeElement?.dataset ?? {};
    list.innerHTML = shown = text;
    if (id) list.querySelector('[data-id="' + CSS.escape(id) + '"][data-do="' + deed + '"]')?.focus();
  }
  form.hidden = true;
  return true;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  key = field.value.trim();
  said.textContent = "";
  if (!(await show())) return;
  field.value = "";
  setInterval(() => document.hidden || show(), 3000);
});

list.addEventListener("click", async ({ target }) => {
  const { id, do: deed } = target.dataset;
  if (!id) return;
  for (const each of target.parentElement.children) each.disabled = true;
  const answer = await ask("/api/actions/" + encodeURIComponent(id) + "/" + deed, "POST").catch(() => undefined);
  said.textContent = !answer ? "Nobody answers." : answer.ok ? (deed === "approve" ? "Approved." : "Refused.") : await problem(answer);
  shown = "";
  await show();
  said.focus();
});
`;
