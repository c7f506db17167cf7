import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const apiUrl = process.env["API_URL"] ?? "http://127.0.0.1:4681";
// The Host header stays the browser's, so that the API's origin check sees the page and the request agree.
const toApi = { target: apiUrl, changeOrigin: false };

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [
    tanstackRouter({
      target: "react",
      autoCodeSplitting: true,
      routesDirectory: fileURLToPath(new URL("./src/routes", import.meta.url)),
      generatedRouteTree: fileURLToPath(new URL("./src/routeTree.gen.ts", import.meta.url)),
      quoteStyle: "double",
      semicolons: true,
    }),
    react(),
    tailwindcss(),
  ],
  resolve: { conditions: ["windlass-source", "module", "browser", "development|production"] },
  server: {
    port: Number(process.env["WEB_PORT"] ?? 4682),
    proxy: { "/api": { ...toApi, ws: true }, "/webhooks": toApi, "/healthz": toApi, "/readyz": toApi },
  },
  // A strict content security policy refuses data: fonts and scripts, so nothing is inlined.
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    sourcemap: false,
    rolldownOptions: {
      output: {
        // Icons that several pages share travel together: dozens of files of 300 bytes compress badly and queue.
        codeSplitting: { groups: [{ name: "icons", test: /[\\/]lucide-react[\\/]/, minShareCount: 2 }] },
      },
    },
  },
});
