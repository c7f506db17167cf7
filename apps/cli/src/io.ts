/** What a command may touch of the process that runs it; tests hand in their own. */
export interface CliIo {
  stdin: AsyncIterable<Buffer | string> & { isTTY?: boolean };
  stdout: Output;
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths are relative to. */
  cwd: string;
  /** Aborted when the user presses Ctrl-C. */
  signal: AbortSignal;
}

export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}
