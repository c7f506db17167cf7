import { z } from "zod";

/**
 * What keeps a server from working as it should. `redis_away`: it does not answer. `redis_full`: it takes no more writes, so that
 * nothing that is asked for begins. `redis_nearly_full`: it soon will. `redis_refuses`: it takes no writes for another reason, which
 * the message has. `redis_evicts`: its policy lets it throw jobs away. `no_workers`: there is nobody to begin what is asked for.
 */
export const troubleCodeSchema = z.enum(["redis_away", "redis_full", "redis_nearly_full", "redis_refuses", "redis_evicts", "no_workers"]);
export type TroubleCode = z.infer<typeof troubleCodeSchema>;

export const troubleSchema = z.object({ code: troubleCodeSchema, message: z.string(), hint: z.string() });
export type Trouble = z.infer<typeof troubleSchema>;

/** How the server's parts are. Postgres is not among them: without it nobody is signed in and the answer is `unavailable`. */
export const serverHealthSchema = z.object({
  status: z.enum(["ok", "troubled"]),
  troubles: z.array(troubleSchema),
  /** How many workers listen; null when Redis, which knows them, is away. */
  workers: z.number().int().nonnegative().nullable(),
});
export type ServerHealth = z.infer<typeof serverHealthSchema>;
