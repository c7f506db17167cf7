// Loaded before a worker: SIGUSR2 keeps its one thread busy for as long as WINDLASS_TEST_BLOCK_MS says, as a runaway loop would.
process.on("SIGUSR2", () => {
  const end = performance.now() + Number(process.env.WINDLASS_TEST_BLOCK_MS);
  while (performance.now() < end);
});
