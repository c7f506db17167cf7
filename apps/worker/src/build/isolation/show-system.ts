import { lstat, readlink } from "node:fs/promises";
import { bind } from "./enclose.js";

/** What programs of the system need; symbolic links where the system has merged them into /usr. */
const programs = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store"];

/** Of /etc only what says nothing of the server. The rest that programs look for is made for each build. */
const settings = [
  "/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/pki/tls", "/etc/pki/ca-trust", "/etc/ca-certificates", "/etc/crypto-policies",
  "/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/mime.types",
];

/** The arguments of bwrap that show a build the system, read-only: its programs and certificates, nobody's files. */
export async function showSystem(): Promise<string[]> {
  const shown = await Promise.all(
    programs.map(async (path) => {
      const found = await lstat(path).catch(() => null);
      if (!found) return [];
      return found.isSymbolicLink() ? ["--symlink", await readlink(path), path] : bind("--ro-bind", path, path);
    }),
  );
  return [...shown.flat(), ...settings.flatMap((path) => bind("--ro-bind-try", path, path))];
}

/** Files of /etc for a user with this number: programs fail without a name for their user, and look names up here alone. */
export function etcFiles(user: number, home: string): Record<string, string> {
  return {
    passwd: `root:x:0:0:root:/nonexistent:/usr/sbin/nologin\nbuild:x:${user}:${user}:build:${home}:/bin/sh\n`,
    group: `root:x:0:\nbuild:x:${user}:\n`,
    hosts: "127.0.0.1 localhost build\n::1 localhost\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    "resolv.conf": "",
  };
}
