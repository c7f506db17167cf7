import type { Env } from "./env.js";

/** What the API is made of, whoever starts it: the process or a test. */
export type Settings = {
  databaseUrl: string;
  redisUrl: string;
  /** Shared with the workers: where what people send is kept. */
  dataDir: string;
  masterKey: Buffer;
  webhookSecret: string;
  /** Opens the setup page while nobody exists. */
  setupToken: string;
  sandboxUrl: string | null;
  /** Path of the git repository of the sample service. */
  sampleRepository: string | null;
  /** Folder of the built web app. */
  webDir: string | null;
  /** Where people reach the server; cookies are for TLS only when it begins with https. */
  publicUrl: string | null;
  trustProxy: string | null;
  /** Hosts that Windlass may reach though they are in its own network, or over plain HTTP. */
  allowedHosts: readonly string[];
  logLevel: Env["LOG_LEVEL"];
};
