import { bucketName, ensureBucket } from "@windlass/aws/artifacts/ensure-bucket";
import { findMissing } from "@windlass/aws/artifacts/find-missing";
import { uploadObjects, type UploadObject } from "@windlass/aws/artifacts/upload-objects";
import type { CompiledArtifact } from "@windlass/compiler/compile-input";
import { waitForSweep } from "@windlass/operations/housekeeping/run-housekeeping";
import { counted } from "../counted.js";
import type { StepContext, StepResult } from "../run-step.js";
import { templateKey } from "../template-key.js";
import type { BuiltRelease } from "./3-compile.js";

/** Puts the release's artifacts and template into the account's bucket; what is there by its hash is not sent again. */
export async function publish(context: StepContext, release: BuiltRelease): Promise<StepResult<void>> {
  const { aws, lease, reporter, run, services, signal } = context;
  const { compiled, awsAccountId } = release;
  const bucket = bucketName(awsAccountId, aws.region);
  const objects: UploadObject[] = [
    ...compiled.artifacts.map((artifact) => ({ key: artifact.key, body: bodyOf(artifact), contentType: "application/zip" })),
    ...compiled.nestedStacks.map(({ key, templateText }) => ({ key, body: templateText, contentType: "application/json" })),
    { key: templateKey(run, compiled.templateHash), body: compiled.templateText, contentType: "application/json" },
  ];
  await waitForSweep(services.db.pool, bucket);
  const looking = findMissing(aws, { bucket, keys: objects.map(({ key }) => key), signal });
  // What is wrong with the bucket is what to say first.
  void looking.catch(() => undefined);
  await lease.check();
  const { created } = await ensureBucket(aws, { awsAccountId, signal });
  if (created) reporter.log(`Created the bucket ${bucket}`);
  const missing = await looking;
  await lease.check();
  const { uploaded, skipped, bytes } = await uploadObjects(aws, {
    bucket,
    objects,
    missing,
    signal,
    onUploaded: ({ key, sizeBytes, startedAt, durationMs }) => {
      reporter.log(`Uploaded ${key} (${Math.ceil(sizeBytes / 1024)} kB)`);
      reporter.span({ group: "upload", name: nameOf(release, key), startedAt, durationMs });
    },
  });
  reporter.log(`${counted(uploaded, "object")} uploaded (${Math.ceil(bytes / 1024)} kB), ${skipped} there already`);
  return { output: { bucket, uploaded, skipped, bytes }, store: () => undefined };
}

function nameOf({ compiled }: BuiltRelease, key: string): string {
  const object = compiled.artifacts.find((artifact) => artifact.key === key) ?? compiled.nestedStacks.find((stack) => stack.key === key);
  if (object === undefined) return "template";
  return "name" in object ? object.name : object.logicalId;
}

function bodyOf({ name, content, sizeBytes }: CompiledArtifact): UploadObject["body"] {
  switch (content.in) {
    case "memory":
      return content.bytes;
    case "file":
      return { path: content.path, sizeBytes };
    case "nowhere":
      throw new Error(`${name} was compiled without a place for its zip`);
  }
}
