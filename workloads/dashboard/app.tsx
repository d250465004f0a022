import { type ComponentType, lazy, Suspense, useEffect } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { queries } from "./api/queries.ts";
import { SignIn } from "./pages/sign-in.tsx";
import { Layout } from "./parts/layout.tsx";
import { LiveProvider } from "./parts/live.tsx";
import { Safe } from "./parts/safe.tsx";
import { type Role, useSession } from "./session/session.ts";
import { type PageName, words } from "./words/index.ts";

interface PageEntry {
  name: PageName;
  page: ComponentType;
  /** Who may see it. */
  roles: readonly Role[];
}

/** Each comes when it is opened: who looks at conversations waits for no chart. */
const pages: PageEntry[] = [
  { name: "overview", page: lazy(() => import("./pages/overview.tsx")), roles: ["admin"] },
  { name: "live", page: lazy(() => import("./pages/live.tsx")), roles: ["admin"] },
  { name: "providers", page: lazy(() => import("./pages/providers.tsx")), roles: ["admin"] },
  { name: "models", page: lazy(() => import("./pages/models.tsx")), roles: ["admin"] },
  {
    name: "conversations",
    page: lazy(() => import("./pages/conversations.tsx")),
    roles: ["admin", "person"],
  },
  { name: "keys", page: lazy(() => import("./pages/keys.tsx")), roles: ["admin"] },
];

export function App() {
  const { session, ending } = useSession();
  useEffect(() => {
    // What one key may see, the next one may not.
    if (!session) queries.clear();
  }, [session]);
  if (!session) return <SignIn ending={ending} />;
  const open = pages.filter(({ roles }) => roles.includes(session.role));
  const inside = (
    <Layout pages={open.map(({ name }) => name)}>
      <Switch>
        {open.map(({ name, page }) => (
          <Route key={name} path={`/${name}`}>
            <Titled name={name} page={page} />
          </Route>
        ))}
        <Redirect to={`/${open[0]?.name}`} replace />
      </Switch>
    </Layout>
  );
  return session.role === "admin" ? <LiveProvider>{inside}</LiveProvider> : inside;
}

function Titled({ name, page: Page }: Pick<PageEntry, "name" | "page">) {
  const [place] = useLocation();
  useEffect(() => {
    document.title = words.title(words.pages[name]);
  }, [name]);
  return (
    <Safe key={place}>
      <h1>{words.pages[name]}</h1>
      <Suspense
        fallback={
          <p className="quiet loading" role="status">
            {words.loading}
          </p>
        }
      >
        <Page />
      </Suspense>
    </Safe>
  );
}
