/** Asks for the page's middle anew whenever something has changed, and says so when nobody tells it any more. */
export const script = `
const live = document.getElementById("live");
const glance = document.getElementById("glance");
const events = new EventSource("/api/events");
let focused;
events.addEventListener("house", async () => {
  const answer = await fetch("/glance").catch(() => undefined);
  if (!answer?.ok) return;
  focused = document.activeElement?.getAttribute("href");
  glance.innerHTML = await answer.text();
  if (focused) glance.querySelector('[href="' + CSS.escape(focused) + '"]')?.focus();
  live.textContent = "This page keeps itself up to date.";
});
events.addEventListener("error", () => {
  live.textContent = "The connection is lost; what you see is as it was. Trying again.";
});
`;
