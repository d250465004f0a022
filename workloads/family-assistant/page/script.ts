/** Asks for what is new, often while an answer is awaited; and takes what somebody says aloud. The page works without. */
export const script = `
let last;
async function look() {
  const answer = await fetch("/now").catch(() => undefined);
  if (answer?.status === 401) return location.reload();
  const text = answer?.ok ? await answer.text() : undefined;
  if (text !== undefined && text !== last) {
    const label = document.activeElement?.getAttribute("aria-label");
    for (const part of new DOMParser().parseFromString(text, "text/html").body.children)
      document.getElementById(part.id).replaceChildren(...part.childNodes);
    last = text;
    if (label) document.querySelector('[aria-label="' + CSS.escape(label) + '"]')?.focus();
  }
  setTimeout(look, document.querySelector("[data-waiting]") ? 1000 : 10000);
}
look();

const mic = document.getElementById("mic");
const heard = document.getElementById("heard");
if (mic && navigator.mediaDevices && window.MediaRecorder) {
  let recorder;
  mic.hidden = false;
  mic.addEventListener("click", async () => {
    if (recorder) return recorder.stop();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const parts = [];
      recorder = new MediaRecorder(stream);
      recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
      recorder.addEventListener("stop", () => {
        for (const track of stream.getTracks()) track.stop();
        const sound = new File(parts, "voice", { type: recorder.mimeType });
        const files = new DataTransfer();
        files.items.add(sound);
        document.getElementById("voice").files = files.files;
        mic.form.requestSubmit();
      });
      recorder.start();
      mic.textContent = "I have said it";
      mic.classList.add("on");
      heard.textContent = "I am listening. Press again when you have said it.";
    } catch {
      recorder = undefined;
      heard.textContent = "I may not listen: your browser does not let me. You can write instead.";
    }
  });
}
`;
