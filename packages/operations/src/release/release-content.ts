import { stackSettingsSchema, type StackSettings } from "@windlass/contracts/release";
import type { Release } from "@windlass/database/generated/client";
import { z } from "zod";
import { sealedPlace } from "../sealed-place.js";
import type { Keyring } from "../sealing.js";

/** What deploying a release takes, with every secret in it. */
export type ReleaseContent = { template: string; stackTags: Record<string, string>; stackSettings: StackSettings };

const contentSchema = z.object({ template: z.string(), stackTags: z.record(z.string(), z.string()), stackSettings: stackSettingsSchema });

/** Seals a content that holds secrets, so that the database does not tell them. */
export function sealContent(content: ReleaseContent, release: { stageId: string; number: number }, keyring: Keyring): Buffer<ArrayBuffer> {
  return keyring.seal(JSON.stringify(content), sealedPlace.releaseContent(release.stageId, release.number));
}

/** The columns that `openContent` reads. */
export const contentColumns = { stageId: true, number: true, template: true, stackTags: true, stackSettings: true, sealedContent: true } as const;

/** The content of a stored release, for deploying and comparing and never for an answer. Throws when it was sealed under another key. */
export function openContent(row: Pick<Release, keyof typeof contentColumns>, keyring: Keyring): ReleaseContent {
  if (row.sealedContent === null) return contentSchema.parse(row);
  return contentSchema.parse(JSON.parse(keyring.open(row.sealedContent, sealedPlace.releaseContent(row.stageId, row.number))));
}
