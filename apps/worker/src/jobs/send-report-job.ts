import { systemContext } from "@windlass/operations/context";
import type { ReportSubject } from "@windlass/operations/report/hold-report";
import { sendReport } from "@windlass/operations/report/send-report";
import { openConsumer, type Consumer } from "@windlass/queue/consumer";
import { openTarget } from "../github/open-target.js";
import type { WorkerServices } from "../services.js";
import { withoutSecrets } from "./without-secrets.js";

/** Tells forges how deployments stand. A job that ends early is no loss: the report's row says what is left to tell. */
export function openReportJobs(services: WorkerServices, input: { redisUrl: string; concurrency: number }): Consumer {
  return openConsumer({
    ...input,
    queue: "reports",
    handler: (subject) => withoutSecrets(services, () => run(services, subject)),
    onError: (error) => services.logger.warn({ err: error, queue: "reports" }, "the queue reports an error"),
  });
}

async function run(services: WorkerServices, subject: ReportSubject): Promise<void> {
  const { db, owner, keyring, publicUrl, logger } = services;
  const again = await sendReport(systemContext(db, owner), {
    subject,
    keyring,
    publicUrl,
    openTarget: (repository) => openTarget(services, repository),
    onDefect: (error) => logger.error({ err: error, subject }, "a report could not be told"),
  });
  if (again !== null) services.lookAgainAt(again);
}
