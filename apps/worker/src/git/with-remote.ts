import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { WindlassError } from "@windlass/contracts/error";
import { isSshUrl } from "@windlass/contracts/repository";
import { systemContext } from "@windlass/operations/context";
import { pinHostKey } from "@windlass/operations/repository/pin-host-key";
import { sshFingerprint } from "@windlass/operations/repository/ssh-key";
import { findOnPath } from "../build/find-on-path.js";
import { pinRemote, type PinnedRemote } from "../network/pin-remote.js";
import { upstreamOf } from "../network/upstream-proxy.js";
import type { WorkerServices } from "../services.js";
import type { RepositoryAccess } from "@windlass/operations/repository/open-access-token";

/** What git needs to reach a repository, beside its address: for as long as the work takes that it is made for. */
export type Remote = { pinned: PinnedRemote | null; sshConfig: string | null };

export type RemoteInput = {
  repository: RepositoryAccess;
  /** A folder that no build sees; what is put into it is deleted again. */
  folder: string;
  log: (text: string) => void;
};

type RemoteServices = Pick<WorkerServices, "db" | "owner" | "allowedHosts">;

/**
 * Finds out where a repository is, and gives `work` what reaches it there. A deploy key is on the disk meanwhile, readable by this
 * user only. The key of a host that is met for the first time is kept; another one is refused from then on.
 * Throws `address_refused`, `repository_unreachable`, and what `work` throws.
 */
export async function withRemote<T>(services: RemoteServices, { repository, folder, log }: RemoteInput, work: (remote: Remote) => Promise<T>): Promise<T> {
  const { id, url, deployKey, sshHostKey } = repository;
  const pinned = await pinRemote(url, { allowedHosts: services.allowedHosts, upstreamOf: upstreamOf(process.env) });
  if (!isSshUrl(url)) return work({ pinned, sshConfig: null });
  if ((await findOnPath("ssh", process.env["PATH"])) === null) {
    throw new WindlassError("repository_unreachable", `The repository ${url} is reached by SSH, and the worker's machine has no \`ssh\`.`, {
      hint: "Install openssh-client there, or register the repository by its https address.",
    });
  }
  const directory = join(folder, "ssh");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  try {
    const files = { key: join(directory, "key"), hosts: join(directory, "known_hosts"), config: join(directory, "config") };
    if (deployKey !== null) await writeFile(files.key, deployKey, { mode: 0o600 });
    await writeFile(files.hosts, sshHostKey === null ? "" : `${alias} ${sshHostKey}\n`, { mode: 0o600 });
    await writeFile(files.config, sshConfig({ files, pinned, hasKey: deployKey !== null, isKnown: sshHostKey !== null }), { mode: 0o600 });
    const done = await work({ pinned, sshConfig: files.config });
    const met = sshHostKey === null ? readMet(await readFile(files.hosts, "utf8")) : null;
    if (met !== null) {
      await pinHostKey(systemContext(services.db, services.owner), { id, hostKey: met });
      log(`The host showed itself with the key ${sshFingerprint(met)}, which is the only one that is taken from now on.`);
    }
    return done;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The host's name in the file of known hosts, whatever its address is. */
const alias = "repository";

function readMet(knownHosts: string): string | null {
  const [name, type, key] = knownHosts.trim().split(/\s+/);
  return name === alias && type !== undefined && key !== undefined ? `${type} ${key}` : null;
}

type ConfigInput = { files: { key: string; hosts: string }; pinned: PinnedRemote | null; hasKey: boolean; isKnown: boolean };

/** Takes the place of the user's and the machine's ssh settings: a host is never taken without looking at its key, and nothing is run or forwarded. */
function sshConfig({ files, pinned, hasKey, isKnown }: ConfigInput): string {
  const options = [
    ...(pinned?.addresses[0] === undefined ? [] : [`HostName ${pinned.addresses[0]}`]),
    `HostKeyAlias ${alias}`,
    `StrictHostKeyChecking ${isKnown ? "yes" : "accept-new"}`,
    `UserKnownHostsFile ${JSON.stringify(files.hosts)}`,
    "GlobalKnownHostsFile /dev/null",
    "HashKnownHosts no",
    "UpdateHostKeys no",
    "CheckHostIP no",
    "BatchMode yes",
    "ConnectTimeout 15",
    "ServerAliveInterval 15",
    "ClearAllForwardings yes",
    "ForwardAgent no",
    "PermitLocalCommand no",
    // Without a key of its own, the worker's user may have one, in its home or an agent.
    ...(hasKey ? [`IdentityFile ${JSON.stringify(files.key)}`, "IdentitiesOnly yes", "IdentityAgent none"] : []),
  ];
  return `Host *\n${options.map((option) => `  ${option}\n`).join("")}`;
}
