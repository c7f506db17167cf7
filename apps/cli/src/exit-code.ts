/** What the exit codes of every command mean. */
export const exitCodes = {
  /** The command did what it was asked; with `--wait`, the deployment succeeded. */
  ok: 0,
  /** It did not; with `--wait`, the deployment ended in another way. */
  failed: 1,
  /** The command line was not understood, or names something that cannot be. */
  usage: 2,
  /** No server answered. */
  unreachable: 3,
  /** Ended by Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
