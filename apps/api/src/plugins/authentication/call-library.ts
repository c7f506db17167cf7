import { AsyncLocalStorage } from "node:async_hooks";
import type { Auth } from "./create-auth.js";

export type Library = Auth["api"];

/** Of the whole process, as what the library keeps is. */
let underWay = 0;

/**
 * Calls better-auth. It keeps the context of each call in an AsyncLocalStorage, and once one was used Node 20 runs hooks for every promise of the
 * process as long as it lives, which costs a tenth of the deliveries that an API takes a second. So they are switched off when no call is under way;
 * the next one switches them on.
 */
export async function callLibrary<T>(auth: Auth, work: (library: Library) => Promise<T>): Promise<T> {
  underWay += 1;
  try {
    return await work(auth.api);
  } finally {
    underWay -= 1;
    if (underWay === 0) for (const storage of keptStorages()) storage.disable();
  }
}

/** Kept in one object of the process, so that two copies of the library share them. */
function keptStorages(): AsyncLocalStorage<unknown>[] {
  const kept: unknown = Reflect.get(globalThis, Symbol.for("better-auth:global"));
  const context = typeof kept === "object" && kept !== null && "context" in kept ? kept.context : null;
  return Object.values(context ?? {}).filter((value) => value instanceof AsyncLocalStorage);
}
