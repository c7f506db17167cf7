import { sourcePlaceSchema } from "@windlass/contracts/error";
import { artifactSchema, functionSummarySchema } from "@windlass/contracts/release";
import type { Release } from "@windlass/database/generated/client";
import { z } from "zod";
import { openContent } from "../release/release-content.js";
import type { Keyring } from "../sealing.js";
import type { StoredRelease } from "./deployment-run.js";

/** A release as a run needs it, with its secrets opened. Throws when a stored value is malformed or sealed under another key. */
export function toStoredRelease(release: Release, keyring: Keyring): StoredRelease {
  return {
    id: release.id,
    number: release.number,
    commit: {
      sha: release.commitSha,
      message: release.commitMessage,
      author: release.commitAuthor,
      committedAt: release.committedAt?.toISOString() ?? null,
    },
    stackName: release.stackName,
    ...openContent(release, keyring),
    capabilities: z.array(z.string()).parse(release.capabilities),
    templateHash: release.templateHash,
    artifacts: z.array(artifactSchema).parse(release.artifacts),
    functions: z.array(functionSummarySchema).parse(release.functions),
    sourceMap: z.record(z.string(), sourcePlaceSchema).parse(release.sourceMap),
  };
}
