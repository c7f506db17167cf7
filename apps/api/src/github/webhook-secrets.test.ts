import { expect, test, vi } from "vitest";
import { openWebhookSecrets } from "./webhook-secrets.js";

test("a flood of wrong signatures reads the secrets once, and a new App is known at once", async () => {
  let reads = 0;
  const known = [{ appId: 1, secret: "one" }];
  const secrets = openWebhookSecrets(async () => {
    reads += 1;
    return [...known];
  });
  const is = (appId: number, secret: string) => secrets.some(appId, (candidate) => candidate === secret);
  const answers = await Promise.all(Array.from({ length: 500 }, (_, index) => is(index, "guess")));
  expect([answers.some(Boolean), await is(1, "one"), await is(2, "one"), reads]).toEqual([false, true, false, 1]);
  known.push({ appId: 2, secret: "two" });
  secrets.clear();
  expect([await is(2, "two"), reads]).toEqual([true, 2]);
});

test("an App that another process connected is known within seconds, and a failure is not kept", async () => {
  vi.useFakeTimers();
  const answers = [[], new Error("away"), [{ appId: 1, secret: "one" }]];
  const secrets = openWebhookSecrets(async () => {
    const answer = answers.shift() ?? [];
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const ask = () => secrets.some(1, () => true);
  expect(await ask()).toBe(false);
  vi.advanceTimersByTime(6_000);
  await expect(ask()).rejects.toThrow("away");
  expect(await ask()).toBe(true);
  vi.useRealTimers();
});
