import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { writeLogin } from "./login/login-file.js";
import { runWindlass } from "./testing/run-windlass.js";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "windlass-cli-"));
  cleanups.push(() => rm(folder, { recursive: true }));
  return folder;
}

const windlass = (args: string[], env: Record<string, string> = {}) => runWindlass(args, env);

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => server.closeAllConnections(), () => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("the command line", () => {
  it("shows help with examples for every command", async () => {
    const { stdout, code } = await windlass(["--help"]);
    expect(code).toBe(0);
    const names = Array.from(stdout.matchAll(/^ {2}([a-z][a-z-]*)(?= (\[|<| {2}))/gm), (match) => match[1]).filter((name) => name !== "help");
    expect(names).toEqual(
      expect.arrayContaining(["login", "accounts", "repositories", "services", "stages", "deploy", "rollback", "remove", "doctor", "deployments", "logs", "metrics", "compile"]),
    );
    const leaves: string[][] = [];
    for (const name of names) {
      const help = await windlass([name ?? "", "--help"]);
      const [, commands = ""] = help.stdout.split("\nCommands:\n");
      const verbs = Array.from(commands.matchAll(/^ {2}([a-z][a-z-]*)(?= (\[|<| {2}))/gm), (match) => match[1] ?? "").filter((verb) => verb !== "help");
      // A command with verbs that does something without one has examples of its own too.
      if (verbs.length === 0 || /^Usage: windlass \S+ .*</m.test(help.stdout)) leaves.push([name ?? ""]);
      leaves.push(...verbs.map((verb) => [name ?? "", verb]));
    }
    expect(leaves.length).toBeGreaterThan(30);
    for (const leaf of leaves) {
      const help = await windlass([...leaf, "--help"]);
      expect([help.code, help.stdout.includes("$ windlass "), help.stdout.includes("--json")], leaf.join(" ")).toEqual([0, true, true]);
    }
  });

  it("says which version it is", async () => {
    const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
    expect(await windlass(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    expect(JSON.parse((await windlass(["-V", "--json"])).stdout)).toEqual({ version });
  });

  it.each([
    [["deplyo"], "Did you mean deploy?"],
    [["services", "lits"], "Did you mean list?"],
    [["deploy", "hello", "dev", "--folow"], "Did you mean --follow?"],
    [["deploy", "hello"], "A service and a stage are needed."],
    [["deploy", "hello", "--all", "--stage", "dev"], "--all takes no service and stage before it"],
    [["deploy", "hello", "dev", "extra"], "too many arguments"],
    [["services", "create", "hello"], "required option '--repo <url or path>' not specified"],
    [["show", "hello", "dev", "last"], "Use a whole number above zero"],
    [["rollback", "hello", "dev", "--to", "-1"], "Use a whole number above zero"],
    [["deployments", "hello", "dev", "--limit", "1000"], "from 1 to 100"],
    [["metrics", "hello", "dev", "--range", "2h"], "Allowed choices are 1h"],
    [["remove", "hello", "dev"], "Add --confirm dev"],
    [["remove", "hello", "dev", "--confirm", "prod"], '"prod" is not the name of the stage'],
    [["remove", "hello"], "A service and a stage are needed."],
    [["remove", "--all", "--stage", "dev", "--retain", "Table"], "no --retain"],
    [["remove", "--all", "--confirm", "dev"], "--all needs the name of a stage"],
    [["remove", "--all", "--stage", "dev"], "Add --confirm dev"],
    [["services"], "not complete"],
    [["services", "show", ".."], '".." cannot be a name'],
    [["login", "--server", "http://[", "--email", "a@example.org", "--password-stdin"], "no address of a server"],
  ])("%j is bad usage: exit code 2, and says why", async (args, says) => {
    const text = await windlass(args);
    expect([text.code, text.stdout]).toEqual([2, ""]);
    expect(text.stderr).toContain(says);
    const json = await windlass([...args, "--json"]);
    expect([json.code, json.stderr.includes(says)]).toEqual([2, true]);
    expect(JSON.parse(json.stdout)).toEqual({ error: { code: "invalid_request", message: expect.any(String), hint: expect.any(String) } });
  });

  it("exits 3 when no server answers, with the address on standard error", async () => {
    const server = await serve(() => undefined);
    for (const cleanup of cleanups.splice(0)) await cleanup();
    const { code, stdout, stderr } = await windlass(["services", "list", "--json"], { WINDLASS_SERVER: server });
    expect(code).toBe(3);
    expect(stderr).toContain(`No answer from ${server}`);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "server_unreachable" } });
  });

  it("exits 1 with code, message and hint when the server refuses, and shows the fields", async () => {
    const server = await serve((_request, response) => {
      const problem = { type: "/problems/name_taken", title: "", status: 409, code: "name_taken", message: "hello exists.", hint: "Choose another name.", errors: [{ path: "name", message: "is taken" }] };
      response.writeHead(409, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
    });
    const { code, stdout, stderr } = await windlass(["services", "create", "hello", "--repo", "/srv/hello", "--json"], { WINDLASS_SERVER: server });
    expect(code).toBe(1);
    expect(stderr).toBe("error: hello exists.\n  name: is taken\nhint: Choose another name.\n");
    expect(JSON.parse(stdout)).toEqual({ error: { code: "name_taken", message: "hello exists.", hint: "Choose another name." } });
  });

  it("neutralises what a terminal would act on (S20)", async () => {
    const server = await serve((_request, response) => {
      const problem = { type: "", title: "", status: 404, code: "not_found", message: "no \u001b]0;owned\u0007\u001b[31mred\u001b[0m\u009b2J", hint: "h" };
      response.writeHead(404).end(JSON.stringify(problem));
    });
    expect((await windlass(["services", "show", "x"], { WINDLASS_SERVER: server })).stderr).toBe("error: no red\nhint: h\n");
  });
});

describe("the stored login", () => {
  const service = { items: [], nextCursor: null };

  it("is used without variables, only for its own server, and WINDLASS_TOKEN wins", async () => {
    const XDG_CONFIG_HOME = await temporaryFolder();
    const seen: (string | undefined)[] = [];
    const listener: RequestListener = (request, response) => {
      seen.push(request.headers.authorization);
      response.end(JSON.stringify(service));
    };
    const [mine, other] = [await serve(listener), await serve(listener)];
    writeLogin({ XDG_CONFIG_HOME }, { server: mine, token: "wl_stored" });
    await windlass(["services", "list"], { XDG_CONFIG_HOME });
    await windlass(["services", "list"], { XDG_CONFIG_HOME, WINDLASS_SERVER: other });
    await windlass(["services", "list"], { XDG_CONFIG_HOME, WINDLASS_SERVER: other, WINDLASS_TOKEN: "wl_env" });
    await windlass(["services", "list"], { XDG_CONFIG_HOME, WINDLASS_TOKEN: "wl_env" });
    expect(seen).toEqual(["Bearer wl_stored", undefined, "Bearer wl_env", "Bearer wl_env"]);
  });

  it("is readable by its user alone, and replaced as a whole", async () => {
    const XDG_CONFIG_HOME = await temporaryFolder();
    const path = writeLogin({ XDG_CONFIG_HOME }, { server: "http://a", token: "wl_1" });
    await writeFile(path, "{", { mode: 0o644 });
    writeLogin({ XDG_CONFIG_HOME }, { server: "http://a", token: "wl_2" });
    expect(((await stat(path)).mode & 0o777).toString(8)).toBe("600");
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ token: "wl_2" });
  });
});
