import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";

/** What `NOTIFY` sends on a channel. */
export type Announcement = { channel: string; payload: string };

export type Announcer = {
  /** Sends at once, or with all that is asked for in the moments after the last time, and the same thing once. */
  announce(announcements: readonly Announcement[]): void;
  /** Resolves when what was asked for has been sent, or could not be. */
  settled(): Promise<void>;
};

/**
 * A transaction that notifies commits alone: Postgres holds one lock for the whole server from before it flushes its
 * commit until after. Hot writes therefore notify afterwards, in a transaction that has nothing to flush.
 */
const announceSql = `SELECT set_config('synchronous_commit', 'off', true), count(pg_notify(channel, payload))
  FROM unnest($1::text[], $2::text[]) AS announced (channel, payload)`;

/** Each notification is read by every connection that listens: those of a burst go together, and most of them are the same. */
const pauseMs = 20;

/** Announces what was committed. Announcements are hints: one that cannot be sent is told to `onError` and forgotten. */
export function createAnnouncer(pool: Pick<pg.Pool, "query">, onError: (error: Error) => void): Announcer {
  let waiting = new Map<string, Announcement>();
  let sending: Promise<void> | undefined;

  async function send(): Promise<void> {
    while (waiting.size > 0) {
      const batch = [...waiting.values()];
      waiting = new Map();
      const values = [batch.map(({ channel }) => channel), batch.map(({ payload }) => payload)];
      await pool.query({ name: "announce", text: announceSql, values }).catch(onError);
      await sleep(pauseMs);
    }
  }
  return {
    announce(announcements) {
      for (const one of announcements) waiting.set(`${one.channel} ${one.payload}`, one);
      sending ??= send().finally(() => {
        sending = undefined;
      });
    },
    settled: async () => {
      await sending;
    },
  };
}
