import type { UserContext } from "@windlass/operations/token/token-owner";

/** Who makes a request. */
export type Caller = {
  context: UserContext;
  name: string;
  email: string;
  /** Ids of the session or token and of the person: when one of these ends, so do open sockets. */
  accessIds: readonly string[];
};
