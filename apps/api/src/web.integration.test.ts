import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "./testing/test-app.js";

let webDir: string;
let server: TestApp;
beforeAll(async () => {
  webDir = await mkdtemp(path.join(tmpdir(), "windlass-web-"));
  await mkdir(path.join(webDir, "assets"));
  await writeFile(path.join(webDir, "index.html"), "<!doctype html><title>Windlass</title>");
  await writeFile(path.join(webDir, "favicon.svg"), "<svg/>");
  await writeFile(path.join(webDir, "assets/index-abc123.js"), "export {};");
  await writeFile(path.join(path.dirname(webDir), `${path.basename(webDir)}-secret.txt`), "secret");
  server = await startTestApp({ webDir });
});
afterAll(async () => {
  await server.close();
  await rm(webDir, { recursive: true });
  await rm(`${webDir}-secret.txt`);
});

const get = (url: string) => server.call({ method: "GET", url });

test("every page of the app is its one document, asked for again each time", async () => {
  for (const url of ["/", "/services/shop/stages/dev", "/setup?token=x", "/services/v1.2/stages/dev?tab=metrics"]) {
    const answer = await get(url);
    expect([url, answer.statusCode, answer.headers["cache-control"]]).toEqual([url, 200, "no-cache"]);
    expect(answer.body).toContain("<title>Windlass</title>");
  }
});

test("a service whose name looks like a file is a page too", async () => {
  const answer = await server.call({ method: "GET", url: "/services/shop.v1.2", headers: { accept: "text/html,*/*" } });
  expect([answer.statusCode, answer.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
});

test("hashed files are kept for ever, others are asked for again, and what is missing is missing", async () => {
  expect((await get("/assets/index-abc123.js")).headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  expect((await get("/favicon.svg")).headers["cache-control"]).toBe("no-cache");
  expect((await get("/assets/index-old.js")).statusCode).toBe(404);
  expect((await get("/api/nothing")).json()).toMatchObject({ code: "not_found" });
  expect((await server.call({ method: "POST", url: "/services" })).statusCode).toBe(404);
});

// PROOFS S08, S19
test("nothing outside the folder is served, and pages may load nothing from elsewhere", async () => {
  const name = path.basename(webDir);
  for (const url of [`/../${name}-secret.txt`, `/%2e%2e/${name}-secret.txt`, `/assets/..%2f..%2f${name}-secret.txt`, "/..%5c..%5cetc%5cpasswd", "/assets/%00"]) {
    expect((await get(url)).body, url).not.toMatch(/^secret$|root:/);
  }
  const policy = String((await get("/")).headers["content-security-policy"]);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
});
