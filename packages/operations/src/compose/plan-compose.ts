import type { ComposePlan, PlanCompose } from "@windlass/contracts/compose";
import { WindlassError } from "@windlass/contracts/error";
import type { Prisma } from "@windlass/database/generated/client";
import { authorize, type OperationContext } from "../context.js";
import { findRepository } from "../repository/read-repository.js";
import { decideCompose } from "./decide-compose.js";
import { parseCompose, type ComposeFile } from "./parse-compose.js";
import { readSurroundings } from "./read-surroundings.js";

export type ComposeRequest = PlanCompose & { repositoryId: string };

/**
 * Says what taking over a compose file would create and change in a repository's services; changes nothing. Throws `not_found` for
 * the repository or where it has no such file, and `config_invalid`.
 */
export async function planCompose(context: OperationContext, request: ComposeRequest): Promise<ComposePlan> {
  authorize(context, "service:read");
  const { prisma } = context.db;
  const repository = await findRepository(prisma, request.repositoryId);
  return decideCompose(await readFile(prisma, request), await readSurroundings(prisma, repository));
}

/** The file that a request means: its own text, or what a worker last read. Throws `not_found` and `config_invalid`. */
export async function readFile(prisma: Prisma.TransactionClient, { repositoryId, text }: ComposeRequest): Promise<ComposeFile> {
  if (text !== undefined) return parseCompose(text);
  const stored = await prisma.composeFile.findUnique({ where: { repositoryId }, select: { content: true } });
  if (stored?.content) return parseCompose(stored.content);
  throw new WindlassError("not_found", "No serverless-compose.yml of this repository was read.", { hint: "Have it read first, or send its content." });
}
