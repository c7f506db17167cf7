import { spawn } from "node:child_process";
import type { AddressInfo } from "node:net";
import ssh2 from "ssh2";

export type SshServer = {
  port: number;
  /** `ssh-ed25519 …`, as the server shows itself. */
  hostKey: string;
  /** The public keys with which somebody tried to come in, and was let in or not. */
  tried: { key: string; known: boolean }[];
  close(): Promise<void>;
};

/** A real SSH server that gives out git repositories of this machine by their paths, to who has one of the `known` keys. */
export async function startSshServer({ known, port = 0 }: { known: () => readonly string[]; port?: number }): Promise<SshServer> {
  const key = ssh2.utils.generateKeyPairSync("ed25519");
  const tried: SshServer["tried"] = [];
  const server = new ssh2.Server({ hostKeys: [key.private] }, (client) => {
    client.on("error", () => undefined);
    client.on("authentication", (attempt) => {
      if (attempt.method !== "publickey") return attempt.reject(["publickey"]);
      const shown = `${attempt.key.algo} ${attempt.key.data.toString("base64")}`;
      const isKnown = known().some((line) => line.startsWith(shown));
      tried.push({ key: shown, known: isKnown });
      const parsed = ssh2.utils.parseKey(shown);
      const isSigned = !attempt.signature || (!(parsed instanceof Error) && attempt.blob !== undefined && parsed.verify(attempt.blob, attempt.signature, attempt.hashAlgo) === true);
      return isKnown && isSigned ? attempt.accept() : attempt.reject(["publickey"]);
    });
    client.on("session", (accept) => accept().on("exec", (acceptExec, _reject, { command }) => {
      const path = /^git-upload-pack '([^']+)'$/.exec(command)?.[1];
      const channel = acceptExec();
      if (path === undefined) return channel.exit(1);
      const git = spawn("git", ["upload-pack", path], { stdio: ["pipe", "pipe", "pipe"] });
      channel.pipe(git.stdin);
      git.stdout.pipe(channel, { end: false });
      git.stderr.pipe(channel.stderr, { end: false });
      git.on("close", (code) => {
        channel.exit(code ?? 1);
        channel.end();
      });
    }));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    hostKey: key.public.trim(),
    tried,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
