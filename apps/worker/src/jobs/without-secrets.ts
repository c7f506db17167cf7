import type { WorkerServices } from "../services.js";

/** Runs a job. What it throws is kept by Redis with its stack, so it leaves without secrets. */
export async function withoutSecrets({ logMasker }: Pick<WorkerServices, "logMasker">, job: () => Promise<void>): Promise<void> {
  try {
    await job();
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    const masked = new Error(logMasker.text(message));
    masked.name = name;
    masked.stack = logMasker.text(stack ?? "");
    throw masked;
  }
}
