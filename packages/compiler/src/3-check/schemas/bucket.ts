import { anyOf, boolean, constant, integer, list, object, oneOfValues, string, text, type Schema } from "../schema.js";
import { arn, bucketName, cfFunction, cfValue } from "./cloudformation.js";

const time = string({
  pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[t\s]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)$/i,
  title: '"2030-01-31T00:00:00Z"',
});
const onOff = oneOfValues("Disabled", "Enabled");
const needing = (names: string[], properties: Record<string, Schema>): Schema => object(properties, { required: names });
const tag = needing(["Key", "Value"], { Key: text, Value: text });
const tagList = list(tag);
const minutes = needing(["Minutes"], { Minutes: integer(0) });
const coldClasses = oneOfValues("DEEP_ARCHIVE", "GLACIER", "INTELLIGENT_TIERING", "ONEZONE_IA", "STANDARD_IA");
const reportTarget = needing(["BucketArn", "Format"], {
  BucketAccountId: string({ pattern: /\d{12}/ }),
  BucketArn: arn,
  Format: oneOfValues("CSV", "ORC", "Parquet"),
  Prefix: text,
});
const filter = needing(["S3Key"], {
  S3Key: needing(["Rules"], { Rules: list(needing(["Name", "Value"], { Name: oneOfValues("prefix", "suffix"), Value: text })) }),
});
const notifications = (target: string): Schema =>
  list(needing(["Event", target], { Event: string({ pattern: /^s3:/ }), Filter: filter, [target]: arn }));
const oldTransition = needing(["StorageClass", "TransitionInDays"], { StorageClass: coldClasses, TransitionInDays: integer(0) });

const lifecycleRule: Schema = {
  ...needing(["Status"], {
    AbortIncompleteMultipartUpload: needing(["DaysAfterInitiation"], { DaysAfterInitiation: integer(0) }),
    ExpirationDate: time,
    ExpirationInDays: cfValue(integer(0)),
    Id: string({ maxLength: 255 }),
    NoncurrentVersionExpirationInDays: integer(0),
    NoncurrentVersionTransition: oldTransition,
    NoncurrentVersionTransitions: list(oldTransition),
    Prefix: text,
    Status: onOff,
    TagFilters: tagList,
    Transitions: list(needing(["StorageClass"], { StorageClass: coldClasses, TransitionDate: time, TransitionInDays: integer(1) })),
  }),
  anyOf: [
    "AbortIncompleteMultipartUpload", "ExpirationDate", "ExpirationInDays", "NoncurrentVersionExpirationInDays",
    "NoncurrentVersionTransition", "NoncurrentVersionTransitions", "Transition", "Transitions",
  ].map((key) => ({ required: [key] })),
};

const replicationTarget: Schema = {
  ...needing(["Bucket"], {
    AccessControlTranslation: needing(["Owner"], { Owner: constant("Destination") }),
    Account: string({ pattern: /^\d{12}$/ }),
    Bucket: arn,
    EncryptionConfiguration: needing(["ReplicaKmsKeyID"], { ReplicaKmsKeyID: text }),
    Metrics: needing(["EventThreshold", "Status"], { EventThreshold: minutes, Status: onOff }),
    ReplicationTime: needing(["Status", "Time"], { Status: onOff, Time: minutes }),
    StorageClass: oneOfValues("DEEP_ARCHIVE", "GLACIER", "INTELLIGENT_TIERING", "ONEZONE_IA", "OUTPOSTS", "REDUCED_REDUNDANCY", "STANDARD", "STANDARD_IA"),
  }),
  anyOf: [{ not: { required: ["AccessControlTranslation"] } }, { required: ["Account"] }],
  title: "a destination that has an Account where it has an AccessControlTranslation",
};
const replicationRule = needing(["Destination", "Status"], {
  DeleteMarkerReplication: object({ Status: onOff }),
  Destination: replicationTarget,
  Filter: object({ And: object({ Prefix: text, TagFilters: tagList }), Prefix: text, TagFilter: tag }),
  Id: string({ maxLength: 255 }),
  Prefix: text,
  Priority: integer(),
  SourceSelectionCriteria: needing(["SseKmsEncryptedObjects"], { SseKmsEncryptedObjects: needing(["Status"], { Status: onOff }) }),
  Status: onOff,
});
const redirect = { HostName: text, Protocol: oneOfValues("http", "https") };

/** A bucket under `provider.s3`: the properties of `AWS::S3::Bucket` with a small first letter, and `name`. */
export const bucket = object({
  accelerateConfiguration: needing(["AccelerationStatus"], { AccelerationStatus: oneOfValues("Enabled", "Suspended") }),
  accessControl: text,
  analyticsConfigurations: list(
    needing(["Id", "StorageClassAnalysis"], {
      Id: text,
      Prefix: text,
      StorageClassAnalysis: object({
        DataExport: needing(["Destination", "OutputSchemaVersion"], { Destination: reportTarget, OutputSchemaVersion: constant("V_1") }),
      }),
      TagFilters: tagList,
    }),
  ),
  bucketEncryption: needing(["ServerSideEncryptionConfiguration"], {
    ServerSideEncryptionConfiguration: list(
      object({
        ServerSideEncryptionByDefault: needing(["SSEAlgorithm"], {
          KMSMasterKeyID: anyOf(arn, string({ pattern: /^[a-f0-9-]+$/ })),
          SSEAlgorithm: oneOfValues("AES256", "aws:kms"),
        }),
        BucketKeyEnabled: boolean,
      }),
    ),
  }),
  bucketName,
  corsConfiguration: needing(["CorsRules"], {
    CorsRules: list(
      needing(["AllowedMethods", "AllowedOrigins"], {
        AllowedHeaders: list(text),
        AllowedMethods: list(oneOfValues("GET", "PUT", "HEAD", "POST", "DELETE")),
        AllowedOrigins: list(text),
        ExposedHeaders: list(text),
        Id: string({ maxLength: 255 }),
        MaxAge: integer(0),
      }),
      { maxItems: 100 },
    ),
  }),
  inventoryConfigurations: list(
    needing(["Destination", "Enabled", "Id", "IncludedObjectVersions", "ScheduleFrequency"], {
      Destination: reportTarget,
      Enabled: boolean,
      Id: text,
      IncludedObjectVersions: oneOfValues("All", "Current"),
      OptionalFields: list(text),
      Prefix: text,
      ScheduleFrequency: oneOfValues("Daily", "Weekly"),
    }),
  ),
  lifecycleConfiguration: needing(["Rules"], { Rules: list(lifecycleRule) }),
  loggingConfiguration: object({ DestinationBucketName: anyOf(bucketName, cfFunction), LogFilePrefix: text }),
  metricsConfigurations: list(needing(["Id"], { Id: text, Prefix: text, TagFilters: tagList })),
  name: bucketName,
  notificationConfiguration: object({
    LambdaConfigurations: notifications("Function"),
    QueueConfigurations: notifications("Queue"),
    TopicConfigurations: notifications("Topic"),
  }),
  objectLockConfiguration: object({
    ObjectLockEnabled: constant("Enabled"),
    Rule: object({ DefaultRetention: object({ Days: integer(0), Mode: oneOfValues("COMPLIANCE", "GOVERNANCE"), Years: integer(0) }) }),
  }),
  objectLockEnabled: boolean,
  publicAccessBlockConfiguration: object({ BlockPublicAcls: boolean, BlockPublicPolicy: boolean, IgnorePublicAcls: boolean, RestrictPublicBuckets: boolean }),
  replicationConfiguration: needing(["Role", "Rules"], { Role: arn, Rules: list(replicationRule, { minItems: 1, maxItems: 1000 }) }),
  tags: tagList,
  versioningConfiguration: needing(["Status"], { Status: oneOfValues("Enabled", "Suspended") }),
  websiteConfiguration: object({
    ErrorDocument: text,
    IndexDocument: text,
    RedirectAllRequestsTo: needing(["HostName"], redirect),
    RoutingRules: list(
      needing(["RedirectRule"], {
        RedirectRule: object({ ...redirect, HttpRedirectCode: text, ReplaceKeyPrefixWith: text, ReplaceKeyWith: text }),
        RoutingRuleCondition: object({ HttpErrorCodeReturnedEquals: text, KeyPrefixEquals: text }),
      }),
    ),
  }),
});
