// Preloaded into a measured process: says what it needed at the most.
const { writeFileSync } = require("node:fs");

process.once("exit", () => {
  if (process.env.BENCH_MEMORY_FILE) writeFileSync(process.env.BENCH_MEMORY_FILE, String(process.resourceUsage().maxRSS * 1024));
});
