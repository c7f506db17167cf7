import { existsSync } from "node:fs";

// Loaded before a worker: SIGUSR2 keeps its one thread busy until the file WINDLASS_TEST_BLOCK_UNTIL is there, as a runaway loop would.
process.on("SIGUSR2", () => {
  process.stdout.write("the CPU is busy\n");
  while (!existsSync(process.env.WINDLASS_TEST_BLOCK_UNTIL ?? "/"));
});
