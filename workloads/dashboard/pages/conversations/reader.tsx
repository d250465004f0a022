import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../../api/client.ts";
import { queries, useConversation, whose } from "../../api/queries.ts";
import type { Message, Page } from "../../api/shapes.ts";
import { Answer } from "../../parts/answer.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { compact, momentOf } from "../../words/format.ts";
import { words } from "../../words/index.ts";
import { said as saidIn } from "./message.ts";

const said = words.conversations;

export function Reader({ id, person, close }: { id: string; person: string | undefined; close(): void }) {
  const [deleting, setDeleting] = useState(false);
  const conversation = useConversation(person, id);
  const messages = useMessages(id, person);
  return (
    <>
      <button type="button" className="bare back" onClick={close}>
        {said.back}
      </button>
      <Answer of={conversation}>
        {({ title, tokens }) => (
          <>
            <header className="row spread">
              <div>
                <h2>{title || said.untitled}</h2>
                <p className="quiet">{said.tokens(compact(tokens))}</p>
              </div>
              <button type="button" className="danger" onClick={() => setDeleting(true)}>
                {said.deleteOne}
              </button>
            </header>
            {deleting && (
              <Dialog
                title={said.deleteOneTitle}
                lead={said.deleteOneLead(title || said.untitled)}
                go={said.go}
                dangerous
                done={async () => {
                  await ask(`/api/v1/conversations/${encodeURIComponent(id)}?${whose(person)}`, {
                    method: "DELETE",
                  });
                  forget();
                  close();
                }}
                close={() => setDeleting(false)}
              />
            )}
          </>
        )}
      </Answer>
      <Answer of={messages}>
        {({ pages }) => (
          <ol className="messages">
            {pages.flatMap(({ data }) => data.map((each) => <One key={each.position} {...each} />))}
          </ol>
        )}
      </Answer>
      {messages.hasNextPage && (
        <button type="button" onClick={() => void messages.fetchNextPage()}>
          {said.more}
        </button>
      )}
    </>
  );
}

/** Text is shown as it is: nothing in it becomes a link, a picture or a part of the page. */
function One({ message, at }: Message) {
  const role = typeof message.role === "string" ? message.role : "";
  return (
    <li className={role === "user" ? "asked" : "answered"}>
      <p className="quiet">
        {said.roles[role] ?? role} · {momentOf(at * 1_000)}
      </p>
      <pre>{saidIn(message)}</pre>
    </li>
  );
}

function useMessages(id: string, person: string | undefined) {
  return useInfiniteQuery({
    queryKey: ["messages", person, id],
    queryFn: ({ signal, pageParam }) =>
      ask<Page<Message>>(
        `/api/v1/conversations/${encodeURIComponent(id)}/messages?${whose(person, {
          limit: "50",
          ...(pageParam !== undefined && { after: String(pageParam) }),
        })}`,
        { signal },
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ data, has_more: more }) => (more ? data.at(-1)?.position : undefined),
  });
}

/** After something was deleted, no copy of it stays in this page. */
export function forget(): void {
  for (const key of ["messages", "conversation", "found"]) queries.removeQueries({ queryKey: [key] });
  for (const key of ["conversations", "people"]) void queries.invalidateQueries({ queryKey: [key] });
}
