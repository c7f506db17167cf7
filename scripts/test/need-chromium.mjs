import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../steps/failure.mjs";
import { root } from "../steps/layout.mjs";
import { run } from "../steps/run.mjs";

/**
 * A Chromium for the end-to-end tests: Playwright's, the system's, or one that is installed now.
 * Null means Playwright's own. Throws a Failure when there is none.
 * @param {AbortSignal} signal @returns {Promise<string | null>}
 */
export async function needChromium(signal) {
  const { chromium } = await import("@playwright/test");
  const { findProgram } = await import("@windlass/local-services/find-program");
  const { canInstallDebianPackages, installDebianPackages } = await import("@windlass/local-services/install-debian-package");
  const onSystem = () => findProgram(["chromium", "chromium-browser", "google-chrome"]);
  if (existsSync(chromium.executablePath())) return null;
  const found = onSystem();
  if (found) return found;
  // Ubuntu's package is a snap that containers cannot install: there Playwright's own comes first.
  if (canInstallDebianPackages() && isDebian()) {
    await installDebianPackages(["chromium", "fonts-liberation"]);
    const installed = onSystem();
    if (installed) return installed;
  }
  const { code } = await run(process.execPath, [join(root, "node_modules/@playwright/test/cli.js"), "install", "--with-deps", "chromium"], { signal });
  if (code === 0) return null;
  throw new Failure("There is no Chromium for the end-to-end tests, and none could be installed", "Install Chromium, or run: npx playwright install --with-deps chromium");
}

function isDebian() {
  return existsSync("/etc/os-release") && /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
}
