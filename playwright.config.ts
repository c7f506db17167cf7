import { defineConfig, devices } from "@playwright/test";

const chromium = process.env["WINDLASS_CHROMIUM"];
// Debian's Chromium has no sandbox of its own when root runs it, and looks for updates unless it is told not to.
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export default defineConfig({
  testDir: "e2e",
  // Without it the fakes are not found, which are sources that no build has.
  tsconfig: "e2e/tsconfig.json",
  outputDir: "test-results",
  // One product serves all tests of a file; two at once would share two cores between two products.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    // What moves on a page is drawn by the processor here, which the product needs.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: { args, ...(chromium ? { executablePath: chromium } : {}) },
    screenshot: "only-on-failure",
    // Keeping one takes a quarter of the browser's work: `npm test` has it kept when it tries what failed again.
    trace: process.env["WINDLASS_TRACE"] === "1" ? "retain-on-failure" : "off",
  },
});
