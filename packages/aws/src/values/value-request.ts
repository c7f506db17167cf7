/** A single value in AWS that a service's config can name. `region` is where to look, whatever the stage's is. */
export type ValueRequest =
  | { source: "ssm"; region: string; name: string; decrypt?: false | undefined }
  | { source: "cf"; region: string; stack: string; output: string }
  | { source: "s3"; bucket: string; key: string }
  | { source: "aws"; name: "accountId" }
  | { source: "ecr"; region: string; registryId: string; repository: string; tag: string };

/** What was found. `type` and `version` are those of a parameter, `version` that of an object too. */
export type ValueAnswer = { value: string; type?: string | undefined; version?: string | undefined; secret?: boolean | undefined };
