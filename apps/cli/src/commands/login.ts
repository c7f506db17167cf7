import { createClient } from "@windlass/client/client";
import type { Command } from "commander";
import { hostname } from "node:os";
import { printerOf, type Cli } from "../cli.js";
import { parseServer } from "../context.js";
import { cookieFetch } from "../login/cookie-fetch.js";
import { writeLogin } from "../login/login-file.js";
import { readPassword } from "../login/read-password.js";
import { usageError } from "../usage-error.js";

interface LoginOptions {
  server: string;
  email: string;
  passwordStdin?: boolean;
}

export function registerLogin(program: Command, cli: Cli): void {
  program
    .command("login")
    .summary("sign in and keep an API token for this user")
    .description(
      "Signs in, creates an API token and keeps it for this user alone. WINDLASS_SERVER and WINDLASS_TOKEN serve instead, and win over what is kept.",
    )
    .requiredOption("--server <url>", "address of the server", cli.io.env["WINDLASS_SERVER"])
    .requiredOption("--email <address>", "who signs in")
    .option("--password-stdin", "read the password from standard input")
    .addHelpText("after", "\nExample:\n  $ windlass login --server https://windlass.example.org --email ada@example.org --password-stdin < password.txt")
    .action(async (options: LoginOptions, command: Command) => {
      if (options.passwordStdin !== true) {
        throw usageError("The password has to come from standard input.", "Add --password-stdin and pipe the password in.");
      }
      const server = parseServer(options.server);
      const password = await readPassword(cli.io.stdin);
      const client = createClient({ baseUrl: server, fetch: cookieFetch(server) });
      const call = { signal: cli.io.signal };
      await client.auth.signIn({ email: options.email, password }, call);
      const { token, expiresAt } = await client.tokens.create({ name: `windlass login on ${hostname()}`.slice(0, 100) }, call);
      await client.auth.signOut(call);
      const path = writeLogin(cli.io.env, { server, token, email: options.email, expiresAt });
      const until = expiresAt === null ? "" : ` until ${expiresAt.slice(0, 10)}`;
      printerOf(cli, command).result({ server, email: options.email, expiresAt, path }, `Signed in to ${server} as ${options.email}${until}.`);
    });
}
