import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { uploadLimits, uploadSchema } from "@windlass/contracts/upload";
import { uploadFile, uploadFolder } from "@windlass/operations/upload/upload-file";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApp, type TestApp } from "./testing/test-app.js";

let server: TestApp;
let url: string;
let token: string;
beforeAll(async () => {
  server = await startTestApp();
  url = await server.listen();
  token = await server.tokenOf("developer");
  await server.as("admin", { method: "POST", url: "/api/services", payload: { name: "sent", repository: { url: "/srv/sent" } } });
});
afterAll(() => server.close());

const source = `commit=${"a".repeat(40)}&message=Hello%20w%C3%B6rld&branch=main&changedFiles=2`;
const archive = gzipSync(Buffer.alloc(4_096));
const files = () => readdir(uploadFolder(server.settings.dataDir)).catch(() => []);

type Sent = { status: number; body: { code?: string } };

/** Sends pieces one after the other, as long as the server listens. */
function send(path: string, pieces: Iterable<Buffer>, headers: Record<string, string> = {}): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "application/gzip", ...headers } }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body: JSON.parse(body) }), reject);
    });
    sent.on("error", reject);
    const answered = new Promise((ended) => sent.once("response", ended));
    const write = async (): Promise<void> => {
      for (const piece of pieces) {
        if (!sent.write(piece)) await Promise.race([new Promise((ready) => sent.once("drain", ready)), answered]);
        if (sent.destroyed || sent.closed) return;
      }
      sent.end();
    };
    write().catch(reject);
  });
}

describe("a folder that is sent", () => {
  test("is kept by its hash, for its owner alone, once for the same content, and is deployed by its id", async () => {
    const path = `/api/services/sent/uploads?${source}`;
    const [first, second] = await Promise.all([send(path, [archive]), send(path, [archive.subarray(0, 1), archive.subarray(1)])]);
    const hash = createHash("sha256").update(archive).digest("hex");
    expect(uploadSchema.parse(first.body)).toMatchObject({ hash, sizeBytes: archive.length, commit: "a".repeat(40), branch: "main", changedFiles: 2 });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(await files()).toEqual([`${hash}.tar.gz`]);
    const file = uploadFile(server.settings.dataDir, hash);
    expect([(await stat(file)).mode & 0o777, (await stat(uploadFolder(server.settings.dataDir))).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(await readFile(file)).toEqual(archive);
    const audit = await server.as("admin", { method: "GET", url: "/api/audit-events?limit=5" });
    expect(audit.json().items[0]).toMatchObject({ action: "upload.created", entityName: "sent" });
  });

  test("is refused before it is read: from nobody, from a viewer, for no service, without what it is of, and as anything else", async () => {
    const cases: [Promise<Sent>, number][] = [
      [send(`/api/services/sent/uploads?${source}`, [archive], { authorization: "Bearer wl_nobody" }), 401],
      [send(`/api/services/sent/uploads?${source}`, [archive], { authorization: `Bearer ${await server.tokenOf("viewer")}` }), 403],
      [send(`/api/services/nothing/uploads?${source}`, [archive]), 404],
      [send("/api/services/sent/uploads", [archive]), 400],
      [send("/api/services/sent/uploads?commit=--upload-pack=x", [archive]), 400],
      [send(`/api/services/sent/uploads?${source}`, [archive], { "content-type": "application/json" }), 415],
      [send(`/api/services/sent/uploads?${source}`, [Buffer.from("no gzip")]), 422],
      [send(`/api/services/sent/uploads?${source}`, []), 422],
    ];
    expect(await Promise.all(cases.map(async ([answer]) => (await answer).status))).toEqual(cases.map(([, status]) => status));
    expect(await files()).toHaveLength(1);
  });

  test("is refused once it is larger than it may be, whether it says so or not, and leaves nothing behind", async () => {
    const path = `/api/services/sent/uploads?${source}`;
    const said = await server.as("developer", { method: "POST", url: path, headers: { "content-type": "application/gzip", "content-length": String(uploadLimits.packedBytes + 1) }, payload: archive });
    expect([said.statusCode, said.json().code]).toEqual([413, "payload_too_large"]);
    const piece = Buffer.alloc(1024 ** 2, archive);
    const unsaid = await send(path, Array.from({ length: uploadLimits.packedBytes / piece.length + 20 }, () => piece));
    expect(unsaid).toMatchObject({ status: 413, body: { code: "payload_too_large" } });
    expect(await files()).toHaveLength(1);
  });

  test("is refused while the server keeps as many as it may", async () => {
    await server.app.db.prisma.upload.updateMany({ data: { hash: "f".repeat(64), sizeBytes: 2_000_000_000 } });
    const one = await server.app.db.prisma.upload.findFirstOrThrow();
    const more = ["d", "e"].map((letter, index) => ({ ...one, id: `01936d5a-0000-7000-8000-00000000000${index}`, hash: letter.repeat(64) }));
    await server.app.db.prisma.upload.createMany({ data: more });
    expect(await send(`/api/services/sent/uploads?${source}`, [archive])).toMatchObject({ status: 507, body: { code: "uploads_full" } });
  });
});
