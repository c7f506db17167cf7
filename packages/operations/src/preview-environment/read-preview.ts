import { WindlassError } from "@windlass/contracts/error";
import type { Preview } from "@windlass/contracts/preview";
import { authorize, type OperationContext } from "../context.js";
import { namePull, type PreviewAddress } from "./find-preview.js";
import { previewFields, toPreview } from "./preview-view.js";

/** A pull request in a service. Throws `not_found`. */
export async function readPreview(context: OperationContext, address: PreviewAddress): Promise<Preview> {
  authorize(context, "service:read");
  const { service, number } = address;
  const row = await context.db.prisma.preview.findFirst({ ...previewFields, where: { service: { name: service }, pullRequest: { number } } });
  if (!row) throw new WindlassError("not_found", `There is no preview of ${await namePull(context.db.pool, address)} in ${service}.`);
  return toPreview(row);
}
