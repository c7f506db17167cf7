import { formatDuration } from "../steps/progress.mjs";

/** Says where everything is, and how the first person gets in. @param {import("./supervise.mjs").Launch} launch @param {{ address: string, setupToken: string }} where */
export async function announce({ progress, options }, { address, setupToken }) {
  /** @type {unknown} */
  const status = await (await fetch(`${address}/api/setup`)).json();
  const required = typeof status === "object" && status !== null && "required" in status && status.required === true;
  progress.say(`\n${progress.bold("Windlass is ready")} after ${formatDuration(process.uptime() * 1_000)}\n`);
  progress.say(`  Dashboard      ${address}`);
  if (required) progress.say(`  First visit    ${address}/setup?token=${setupToken}\n                 creates the administrator; works once, until the next start`);
  progress.say(`  Data and logs  ${options.dataDir}`);
  progress.say(`  To end         Ctrl-C\n`);
}
