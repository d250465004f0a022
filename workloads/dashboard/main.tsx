import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queries } from "./api/queries.ts";
import { App } from "./app.tsx";
import { Safe } from "./parts/safe.tsx";
import { language } from "./words/index.ts";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/parts.css";
import "./styles/pages.css";

document.documentElement.lang = language;

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Safe>
        <QueryClientProvider client={queries}>
          <App />
        </QueryClientProvider>
      </Safe>
    </StrictMode>,
  );
}
