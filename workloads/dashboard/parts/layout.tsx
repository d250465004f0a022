import { type ReactNode, useEffect, useRef } from "react";
import { Link, useLocation } from "wouter";
import { endSession } from "../session/session.ts";
import { type PageName, words } from "../words/index.ts";
import { Icon } from "./icon.tsx";
import { useLive } from "./live.tsx";

export function Layout({ pages, children }: { pages: PageName[]; children: ReactNode }) {
  const [place] = useLocation();
  const links = useRef<HTMLElement>(null);
  // On a phone, not all of them have room.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is another current link
  useEffect(() => {
    const { current: all } = links;
    const link = all?.querySelector<HTMLElement>("[aria-current]");
    // By hand: what is scrolled into view would be where the keyboard goes on from.
    if (all && link) all.scrollLeft = link.offsetLeft - all.clientWidth / 2;
  }, [place]);
  return (
    <div className="layout">
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <header className="side">
        <p className="brand">
          <Icon name="brand" />
          {words.app}
        </p>
        <nav ref={links} aria-label={words.navigation}>
          {pages.map((name) => (
            <Link
              key={name}
              href={`/${name}`}
              aria-current={place.startsWith(`/${name}`) ? "page" : undefined}
            >
              <Icon name={name} />
              <span>{words.pages[name]}</span>
            </Link>
          ))}
        </nav>
        <div className="foot">
          <LiveSign />
          <button type="button" className="bare" onClick={() => endSession("left")}>
            <Icon name="leave" />
            <span>{words.signOut}</span>
          </button>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function LiveSign() {
  const live = useLive();
  if (live === undefined) return <span className="live" role="status" />;
  return (
    <span
      className={`live ${live ? "on" : "off"}`}
      role="status"
      title={live ? undefined : words.live.offHint}
    >
      <i />
      {live ? words.live.on : words.live.off}
    </span>
  );
}
