import pg from "pg";

export type Listener = {
  /** Resolves once the channels are being listened to for the first time. */
  ready: Promise<void>;
  close(): Promise<void>;
};

export type ListenOptions = {
  url: string;
  channels: readonly string[];
  onNotification: (channel: string, payload: string) => void;
  /** Told each time the connection is back after a loss: what was notified in between is lost, so read again. */
  onReconnected?: () => void;
  onError?: (error: Error) => void;
};

const firstDelayMs = 100;
const longestDelayMs = 5_000;
/** How often the connection is tried, and how long it may take to answer: where packets are lost, nobody would tell it. */
const heartbeatMs = 5_000;
const answerMs = 4_000;

/**
 * Listens to Postgres channels on a connection of its own and reconnects, with a growing delay, for as long as it
 * is open. A notification is a hint: the reader must also look at the tables now and then.
 */
export function listen(options: ListenOptions): Listener {
  return new PostgresListener(options);
}

class PostgresListener implements Listener {
  readonly ready: Promise<void>;
  #client: pg.Client | undefined;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #delayMs = firstDelayMs;
  #connectedBefore = false;
  #resolveReady: () => void = () => undefined;

  constructor(private readonly options: ListenOptions) {
    this.ready = new Promise((resolve) => {
      this.#resolveReady = resolve;
    });
    void this.#connect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#heartbeat);
    await this.#client?.end();
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.options.url, keepAlive: true, connectionTimeoutMillis: 5_000, query_timeout: answerMs });
    this.#client = client;
    client.on("notification", (message) => this.options.onNotification(message.channel, message.payload ?? ""));
    client.on("error", (error) => this.options.onError?.(error));
    client.on("end", () => this.#retry(client));
    try {
      await client.connect();
      for (const channel of this.options.channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      if (!this.#closed) this.#heartbeat = setInterval(() => void this.#beat(client), heartbeatMs);
      this.#delayMs = firstDelayMs;
      if (this.#connectedBefore) this.options.onReconnected?.();
      this.#connectedBefore = true;
      this.#resolveReady();
    } catch (error) {
      if (!this.#closed) this.options.onError?.(error instanceof Error ? error : new Error(String(error)));
      this.#retry(client);
    }
  }

  async #beat(client: pg.Client): Promise<void> {
    try {
      await client.query("SELECT 1");
    } catch (error) {
      if (this.#closed || this.#client !== client) return;
      this.options.onError?.(error instanceof Error ? error : new Error(String(error)));
      this.#retry(client);
    }
  }

  #retry(client: pg.Client): void {
    if (this.#closed || this.#client !== client) return;
    clearInterval(this.#heartbeat);
    this.#client = undefined;
    client.end().catch(() => undefined);
    this.#timer = setTimeout(() => void this.#connect(), this.#delayMs);
    this.#delayMs = Math.min(this.#delayMs * 2, longestDelayMs);
  }
}
