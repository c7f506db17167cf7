export type AccessWatch = {
  /** Calls `recheck` when one of these rows (session, token, person) may have ended. The result stops it. */
  watch(ids: readonly string[], recheck: () => void): () => void;
  ended(id: string): void;
  /** The word of an end may have been lost. */
  allMayHaveEnded(): void;
};

/** Knows which sockets hang on which session, token or person, so that a sign-out reaches them at once. */
export function createAccessWatch(): AccessWatch {
  const watchers = new Map<string, Set<() => void>>();
  return {
    watch(ids, recheck) {
      for (const id of ids) {
        const known = watchers.get(id) ?? new Set();
        watchers.set(id, known.add(recheck));
      }
      return () => {
        for (const id of ids) {
          const known = watchers.get(id);
          known?.delete(recheck);
          if (known?.size === 0) watchers.delete(id);
        }
      };
    },
    ended(id) {
      for (const recheck of watchers.get(id) ?? []) recheck();
    },
    allMayHaveEnded() {
      for (const recheck of new Set([...watchers.values()].flatMap((known) => [...known]))) recheck();
    },
  };
}
