import { describe, expect, it } from "vitest";
import { compile } from "../../compile.js";
import type { CompileResult } from "../../compile-input.js";
import { memoryFiles } from "../../testing/memory-files.js";

/** A service of one function with these events, one a line, from line 8 on. */
function compileEvents(events: readonly string[]): Promise<CompileResult> {
  const lines = ["service: refused", "provider: { name: aws, runtime: nodejs22.x }", "functions:", "  fn: { handler: h.x }", "  other:", "    handler: h.x", "    events:", ...events.map((event) => `      - ${event}`)];
  return compile({ files: memoryFiles({ "serverless.yml": lines.join("\n"), "h.js": "" }), stage: "dev", region: "us-east-1" });
}

const key = "kmsKeyId: arn:aws:kms:us-east-1:1:key/a";
/** What the reference refuses (or, where it says so, breaks over): the events, where, and the code. */
const refusals: readonly [what: string, events: readonly string[], property: string, code: string][] = [
  ["a name for several rules", ["schedule: { rate: [rate(1 minute), rate(1 hour)], name: one }"], "events[0].schedule.name", "conflict"],
  ["a time zone of a rule", ["schedule: { rate: rate(1 minute), timezone: UTC }"], "events[0].schedule.timezone", "conflict"],
  ["a group of a rule", ["schedule: { rate: rate(1 minute), groupName: g }"], "events[0].schedule.groupName", "conflict"],
  ["an input path of the scheduler", ["schedule: { rate: rate(1 minute), method: scheduler, inputPath: $.a }"], "events[0].schedule.inputPath", "conflict"],
  ["an input transformer of the scheduler", ["schedule: { rate: rate(1 minute), method: scheduler, inputTransformer: { inputTemplate: x } }"], "events[0].schedule.inputTransformer", "conflict"],
  ["an input's body that is no JSON", ["schedule: { rate: rate(1 minute), input: { body: 'a: 1' } }"], "events[0].schedule.input.body", "property_invalid"],
  ["a topic without a name", ["sns: { arn: !Ref Topic }"], "events[0].sns", "property_missing"],
  ["a queue without a name (a defect of the reference)", ["sqs: { arn: { Fn::ImportValue: !Sub '${A}-queue' } }"], "events[0].sqs.arn", "property_invalid"],
  ["a consumer that starts at no time", ["stream: { arn: 'arn:aws:kinesis:us-east-1:1:stream/s', consumer: true, startingPosition: AT_TIMESTAMP }"], "events[0].stream", "property_missing"],
  ["a topic that starts at no time", ["msk: { arn: !Ref Cluster, topic: t, startingPosition: AT_TIMESTAMP }"], "events[0].msk", "property_missing"],
  ["a subnet without a security group", ["kafka: { accessConfigurations: { vpcSubnet: subnet-1 }, bootstrapServers: a, topic: t }"], "events[0].kafka.accessConfigurations", "property_missing"],
  ["a new bucket named by a function", ["s3: { bucket: !Ref Bucket }"], "events[0].s3.bucket", "property_invalid"],
  ["a name that no bucket can have", ["s3: Not_A_Bucket"], "events[0].s3", "property_invalid"],
  ["two existing buckets", ["s3: { bucket: one, existing: true }", "s3: { bucket: two, existing: true }"], "events[1].s3.bucket", "conflict"],
  ["two existing pools", ["cognitoUserPool: { pool: one, trigger: PreSignUp, existing: true }", "cognitoUserPool: { pool: two, trigger: PreSignUp, existing: true }"], "events[1].cognitoUserPool.pool", "conflict"],
  ["a sender without a key", ["cognitoUserPool: { pool: one, trigger: CustomSMSSender }"], "events[0].cognitoUserPool", "property_missing"],
  ["a sender of an existing pool without a key", ["cognitoUserPool: { pool: one, trigger: CustomSMSSender, existing: true }"], "events[0].cognitoUserPool", "property_missing"],
  ["two keys of a pool", [`cognitoUserPool: { pool: one, trigger: CustomSMSSender, ${key} }`, `cognitoUserPool: { pool: one, trigger: CustomEmailSender, ${key}b }`], "events[1].cognitoUserPool.kmsKeyId", "conflict"],
  ["two keys of an existing pool", [`cognitoUserPool: { pool: one, trigger: CustomSMSSender, existing: true, ${key} }`, `cognitoUserPool: { pool: one, trigger: CustomEmailSender, existing: true, ${key}b }`], "events[1].cognitoUserPool.kmsKeyId", "conflict"],
  ["a version of a trigger that has none", ["cognitoUserPool: { pool: one, trigger: PreSignUp, lambdaVersion: V1_0 }"], "events[0].cognitoUserPool.lambdaVersion", "conflict"],
  ["two inputs of an eventBridge rule", ["eventBridge: { schedule: rate(1 hour), input: { a: 1 }, inputPath: $.a }"], "events[0].eventBridge", "conflict"],
  ["a bus by another attribute than its name", ["eventBridge: { schedule: rate(1 hour), eventBus: !GetAtt Bus.Arn }"], 'events[0].eventBridge.eventBus["Fn::GetAtt"][1]', "property_invalid"],
  ["two inputs of a cloudwatchEvent", ["cloudwatchEvent: { event: { a: 1 }, input: x, inputPath: $.a }"], "events[0].cloudwatchEvent", "conflict"],
  ["a cloudwatchEvent without a pattern (a defect of the reference)", ["cloudwatchEvent: { name: x }"], "events[0].cloudwatchEvent", "property_missing"],
  ["a third subscription of a log group", ["cloudwatchLog: /a", "cloudwatchLog: /a", "cloudwatchLog: { logGroup: /a }"], "events[2].cloudwatchLog", "conflict"],
  ["a second provisioning template", ["iotFleetProvisioning: { templateBody: {}, provisioningRoleArn: 'arn:a' }", "iotFleetProvisioning: { templateBody: {}, provisioningRoleArn: 'arn:a' }"], "events[1].iotFleetProvisioning", "conflict"],
];

describe("what is refused", () => {
  it.each(refusals)("%s", async (_what, events, property, code) => {
    const result = await compileEvents(events);
    const [first] = result.ok ? [] : result.diagnostics;
    expect({ code: first?.code, property: first?.place?.property }).toEqual({ code, property: `functions.other.${property}` });
    expect(first?.place?.line).toBe(8 + Number(/events\[(\d)/.exec(property)?.[1]));
  });
});
