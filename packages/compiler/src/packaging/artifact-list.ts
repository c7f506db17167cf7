import { ref } from "@windlass/cloudformation/intrinsics";
import type { ArtifactStore, CompiledArtifact } from "../compile-input.js";
import { deploymentBucketId } from "../4-model/naming.js";
import type { ServiceModel } from "../4-model/service-model.js";
import { deploymentBucketOf } from "./deployment-bucket.js";
import type { Code } from "./packaged.js";
import type { PackedZip } from "./packed-zip.js";

/** A zip with what it is called, and whose it is. */
export type NamedZip = { name: string; kind: CompiledArtifact["kind"]; functions: string[]; fileName: string; zip: PackedZip };

/** Collects a service's zips and decides where each will be stored. */
export type ArtifactList = { artifacts: CompiledArtifact[]; add(named: NamedZip): Code };

export function createArtifactList(model: ServiceModel, store: ArtifactStore | undefined): ArtifactList {
  const byKey = new Map<string, CompiledArtifact>();
  const artifacts: CompiledArtifact[] = [];
  const bucket = store?.bucket ?? deploymentBucketOf(model).name ?? ref(deploymentBucketId);
  return {
    artifacts,
    add({ name, kind, functions, fileName, zip }) {
      const key = keyOf(model, store, { hash: zip.hash, fileName });
      const known = byKey.get(key);
      const artifact = known ?? { name, kind, ...zip, key, functions: [] };
      artifact.functions.push(...functions);
      if (!known) {
        byKey.set(key, artifact);
        artifacts.push(artifact);
      }
      return { bucket, key, sha256: Buffer.from(zip.hash, "hex").toString("base64") };
    },
  };
}

/** Named by content, so that code that did not change is neither uploaded nor deployed again. */
function keyOf({ service, stage, provider }: ServiceModel, store: ArtifactStore | undefined, { hash, fileName }: { hash: string; fileName: string }): string {
  const known = store?.keys?.get(hash);
  if (known !== undefined) return known;
  if (!store) return `${provider.deploymentPrefix ?? "serverless"}/${service}/${stage}/${hash}/${fileName}`;
  return `${store.prefix ? `${store.prefix.replace(/\/$/, "")}/` : ""}${service}/${hash}.zip`;
}
