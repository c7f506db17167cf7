import { statSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { findProgram } from "./find-program.js";
import { runCommand } from "./run-command.js";
import { ServiceError } from "./service-error.js";

/** How a Postgres program is started: as which user, and through which wrapper. */
export interface PostgresUser {
  uid?: number;
  gid?: number;
  wrap(command: string, args: readonly string[]): { command: string; args: readonly string[] };
}

const plain = (command: string, args: readonly string[]) => ({ command, args });

/**
 * Postgres refuses to run as root. Root therefore starts it as `postgres` where that user exists, else as `nobody`.
 * That user may not be able to enter the folders above `paths` (a home folder is 0700): then `setpriv` lets the
 * process keep the one capability that root needs for it. `no_setuid_fixup` is what makes access(2) respect it.
 * @throws ServiceError when root's folders are closed and there is no setpriv.
 */
export async function postgresUser(paths: readonly string[]): Promise<PostgresUser> {
  if (userInfo().uid !== 0) return { wrap: plain };
  const { uid, gid } = await unprivilegedUser();
  if (paths.every(othersMayEnter)) return { uid, gid, wrap: plain };
  const setpriv = findProgram(["setpriv"]);
  if (!setpriv) {
    throw new ServiceError(
      "Postgres does not run as root, and other users may not enter this folder",
      "Run Windlass as another user, move it to a folder that others may enter, or set DATABASE_URL.",
    );
  }
  const flags = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--securebits=+no_setuid_fixup"];
  const capabilities = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
  return { uid, gid, wrap: (command, args) => ({ command: setpriv, args: [...flags, ...capabilities, command, ...args] }) };
}

/** Spawn options for a user: a wrapper changes the user itself. */
export function spawnAs(user: PostgresUser, command: string, args: readonly string[]) {
  const wrapped = user.wrap(command, args);
  const asUser = wrapped.command === command && user.uid !== undefined && user.gid !== undefined;
  return { ...wrapped, ...(asUser ? { uid: user.uid, gid: user.gid } : {}) };
}

async function unprivilegedUser(): Promise<{ uid: number; gid: number }> {
  for (const name of ["postgres", "nobody"]) {
    const user = await runCommand("id", ["-u", name]);
    const group = await runCommand("id", ["-g", name]);
    if (user.code === 0 && group.code === 0) return { uid: Number(user.stdout), gid: Number(group.stdout) };
  }
  throw new ServiceError("Postgres does not run as root, and there is no other user", "Set DATABASE_URL.");
}

function othersMayEnter(path: string): boolean {
  const parent = dirname(path);
  if (parent === path) return true;
  return (statSync(parent).mode & 0o001) !== 0 && othersMayEnter(parent);
}
