import type { Json } from "@windlass/cloudformation/template";
import { CompileError } from "../../diagnostic.js";
import type { FoundEvent } from "../event-emitter.js";

/**
 * The KMS key of a trigger that sends messages itself. `keys` holds the key of each pool seen before.
 * @throws CompileError `property_missing` without a key, `conflict` when the pool has another one already.
 */
export function senderKey({ event, path }: FoundEvent<"cognitoUserPool">, keys: Map<string, Json>): Json {
  const { kmsKeyId: key, pool, trigger } = event;
  if (!key) throw new CompileError({ code: "property_missing", message: `The trigger ${trigger} needs kmsKeyId`, path });
  const known = keys.get(pool);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(key)) {
    throw new CompileError({ code: "conflict", message: "A user pool has one KMS key for all its triggers", path: [...path, "kmsKeyId"] });
  }
  keys.set(pool, key);
  return key;
}
