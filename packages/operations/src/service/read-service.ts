import { WindlassError } from "@windlass/contracts/error";
import type { Service } from "@windlass/contracts/service";
import { authorize, type OperationContext } from "../context.js";
import { serviceFields, toServices } from "./service-view.js";

/** One service by its name, with its stages. Throws `not_found`. */
export async function readService(context: OperationContext, name: string): Promise<Service> {
  authorize(context, "service:read");
  const row = await context.db.prisma.service.findUnique({ ...serviceFields, where: { name } });
  const [service] = row ? await toServices(context.db, [row]) : [];
  if (!service) throw serviceNotFound(name);
  return service;
}

export function serviceNotFound(name: string): WindlassError {
  return new WindlassError("not_found", `There is no service named ${name}.`);
}
