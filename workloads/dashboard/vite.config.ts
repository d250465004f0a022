import { defineConfig } from "vite";

// For `npm run dev` only: a lab builds the site by components/program. Both names are as nginx has them.
const { ROUTER_URL = "http://localhost:8080", MANAGER_URL = "http://localhost:8090/v1" } = process.env;
const passedOn = (target: string, prefix: string) => ({
  target,
  changeOrigin: true,
  rewrite: (path: string) => path.replace(prefix, ""),
});

export default defineConfig({
  server: {
    proxy: { "/api": passedOn(ROUTER_URL, "/api"), "/manager": passedOn(MANAGER_URL, "/manager") },
  },
});
