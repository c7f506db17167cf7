import { deliveryProviderNames, type DeliveryProvider } from "@windlass/contracts/delivery";
import type { z } from "zod";
import { originSchema, pushSchema, type Origin, type Push } from "../github-event.js";
import { bitbucketOrigin, bitbucketPush } from "./bitbucket-push.js";
import { gitlabOrigin, gitlabPush } from "./gitlab-push.js";

type Reader = { push: z.ZodType<Push>; origin: (payload: unknown) => Origin };

const githubReader: Reader = { push: pushSchema, origin: (payload) => originSchema.safeParse(payload).data ?? {} };

const readers = {
  github: githubReader,
  // What is found by looking is stored in GitHub's form.
  windlass: githubReader,
  gitlab: { push: gitlabPush, origin: gitlabOrigin },
  bitbucket: { push: bitbucketPush, origin: bitbucketOrigin },
} as const satisfies Record<DeliveryProvider, Reader>;

/** The reader of a provider's payloads: each makes the same push of its own form. */
export function readerOf(provider: string): Reader {
  return provider === "gitlab" || provider === "bitbucket" ? readers[provider] : githubReader;
}

/** What a provider is called where it does not say who caused a delivery. */
export function senderName(provider: string): string {
  return deliveryProviderNames[provider === "gitlab" || provider === "bitbucket" || provider === "windlass" ? provider : "github"];
}
