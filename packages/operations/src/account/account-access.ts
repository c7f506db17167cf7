import { WindlassError } from "@windlass/contracts/error";
import type { AwsAccount } from "@windlass/database/generated/client";
import { sealedPlace } from "../sealed-place.js";
import type { Keyring } from "../sealing.js";

/** How to reach an AWS account: the structure that `openSession` of @windlass/aws takes. */
export type AccountAccess =
  | { kind: "sandbox"; endpointUrl: string; accessKeyId: string }
  | { kind: "keys"; accessKeyId: string; secretAccessKey: string; endpointUrl?: string }
  | { kind: "role"; roleArn: string; externalId: string; endpointUrl?: string }
  | { kind: "ambient"; endpointUrl?: string };

/** Opens an account's credentials. Throws `credentials_refused` when the row lacks what its kind needs. */
export function accountAccess(row: AwsAccount, keyring: Keyring): AccountAccess {
  const endpoint = row.endpointUrl === null ? {} : { endpointUrl: row.endpointUrl };
  if (row.kind === "sandbox" && row.endpointUrl !== null && row.accessKeyId !== null) {
    return { kind: "sandbox", endpointUrl: row.endpointUrl, accessKeyId: row.accessKeyId };
  }
  if (row.kind === "keys" && row.accessKeyId !== null && row.sealedSecretKey !== null) {
    const secretAccessKey = keyring.open(row.sealedSecretKey, sealedPlace.accountSecretKey(row.id));
    return { kind: "keys", accessKeyId: row.accessKeyId, secretAccessKey, ...endpoint };
  }
  if (row.kind === "role" && row.roleArn !== null && row.externalId !== null) {
    return { kind: "role", roleArn: row.roleArn, externalId: row.externalId, ...endpoint };
  }
  if (row.kind === "ambient") return { kind: "ambient", ...endpoint };
  throw new WindlassError("credentials_refused", `The account ${row.name} has no complete credentials.`);
}
