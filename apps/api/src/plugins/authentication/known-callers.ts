/** How long the database's word counts. Access that has ended must be refused within a second, also where the word of its end was lost. */
const keptMs = 500;

export type KnownCallers<Caller> = {
  /** Who was found with this credential just now, or by the asking that is under way; else asks. Nobody is not remembered. */
  find(credential: string, ask: () => Promise<Caller | null>): Promise<Caller | null>;
  /** Access of somebody may have ended or changed: whoever calls next is asked for anew. */
  forget(): void;
};

/** Remembers callers for half a second: a page asks for many things at once, and each would ask the database for the same person first. */
export function createKnownCallers<Caller>(): KnownCallers<Caller> {
  const known = new Map<string, Promise<Caller | null>>();
  return {
    find(credential, ask) {
      const earlier = known.get(credential);
      if (earlier) return earlier;
      const found = ask();
      known.set(credential, found);
      const drop = () => {
        if (known.get(credential) === found) known.delete(credential);
      };
      setTimeout(drop, keptMs).unref();
      void found.then((caller) => caller === null && drop(), drop);
      return found;
    },
    forget: () => known.clear(),
  };
}
