import { useState } from "react";
import { useSearchParams } from "wouter";
import { useConversations, useFound, usePeople } from "../api/queries.ts";
import { Answer, Empty } from "../parts/answer.tsx";
import { Choice, Field } from "../parts/field.tsx";
import { useSession } from "../session/session.ts";
import { momentOf } from "../words/format.ts";
import { words } from "../words/index.ts";
import { DeleteAll, Export } from "./conversations/everything.tsx";
import { useLater } from "./conversations/later.ts";
import { Reader } from "./conversations/reader.tsx";

const said = words.conversations;
const PAGE = 30;

export default function Conversations() {
  const [search, setSearch] = useSearchParams();
  const { session } = useSession();
  const isAdmin = session?.role === "admin";
  const people = usePeople(isAdmin);
  const person = isAdmin ? (search.get("person") ?? people.data?.[0]?.person) : undefined;
  const open = search.get("conversation") ?? undefined;
  const [text, setText] = useState("");
  const asked = useLater(text.trim());

  const go = (next: Record<string, string | undefined>) => {
    const all = { person: search.get("person") ?? undefined, conversation: open, ...next };
    setSearch(new URLSearchParams(Object.entries(all).filter(([, value]) => value) as [string, string][]));
  };

  const choices = (people.data ?? []).map(
    ({ person: name, conversations }) => [name, `${name} (${conversations})`] as const,
  );
  return (
    <>
      <div className="filters">
        {isAdmin && choices.length > 0 && (
          <Choice
            label={said.person}
            value={person ?? ""}
            choices={choices}
            change={(name) => go({ person: name, conversation: undefined })}
          />
        )}
        <Field
          label={said.search}
          type="search"
          value={text}
          change={setText}
          placeholder={said.searchExample}
        />
        <Export person={person} />
        <DeleteAll person={person ?? said.me} named={person} done={() => go({ conversation: undefined })} />
      </div>
      <div className={`reading ${open ? "open" : ""}`}>
        <section className="card list" aria-label={words.pages.conversations}>
          {asked === "" ? (
            <All key={person} person={person} open={open} choose={(conversation) => go({ conversation })} />
          ) : (
            <Found person={person} text={asked} choose={(conversation) => go({ conversation })} />
          )}
        </section>
        <section className="card text" aria-live="polite">
          {open ? (
            <Reader key={open} id={open} person={person} close={() => go({ conversation: undefined })} />
          ) : (
            <Empty>{said.choose}</Empty>
          )}
        </section>
      </div>
    </>
  );
}

interface ListProps {
  person: string | undefined;
  choose(id: string): void;
}

function All({ person, open, choose }: ListProps & { open: string | undefined }) {
  const [limit, setLimit] = useState(PAGE);
  const conversations = useConversations(person, limit);
  return (
    <Answer of={conversations}>
      {({ data, has_more: more }) =>
        data.length === 0 ? (
          <Empty>{said.empty}</Empty>
        ) : (
          <ul className="plain">
            {data.map(({ id, title, updated_at: at }) => (
              <li key={id}>
                <button type="button" className="entry" aria-current={id === open} onClick={() => choose(id)}>
                  <b>{title || said.untitled}</b>
                  <span className="quiet">{momentOf(at * 1_000)}</span>
                </button>
              </li>
            ))}
            {more && limit < 100 && (
              <li>
                <button type="button" className="bare" onClick={() => setLimit(100)}>
                  {said.more}
                </button>
              </li>
            )}
          </ul>
        )
      }
    </Answer>
  );
}

function Found({ person, text, choose }: ListProps & { text: string }) {
  const found = useFound(person, text);
  return (
    <Answer of={found}>
      {({ data, by, note }) => (
        <>
          <p className="quiet hint" role="status">
            {data.length === 0
              ? said.nothingFound
              : (note ?? (by === "words" ? said.byWords : said.byMeaning))}
          </p>
          <ul className="plain">
            {data.map(({ conversation, position, title, excerpt, at }) => (
              <li key={`${conversation} ${position}`}>
                <button type="button" className="entry" onClick={() => choose(conversation)}>
                  <b>{title || said.untitled}</b>
                  <span>{excerpt}</span>
                  <span className="quiet">{momentOf(at * 1_000)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Answer>
  );
}
