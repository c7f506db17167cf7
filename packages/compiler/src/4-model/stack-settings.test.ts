import { expect, it } from "vitest";
import { nodeFiles } from "../node-files.js";
import { compile } from "../compile.js";
import { samplesDirectory } from "../testing/samples.js";

it("gives the settings of a deployment as data, and names those that are not applied", async () => {
  const result = await compile({ files: nodeFiles(`${samplesDirectory}deployment`), stage: "dev", region: "us-east-1" });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  expect(result.stackTags).toEqual({ Stage: "own", owner: "us" });
  expect(result.stackSettings).toEqual({
    roleArn: "arn:aws:iam::123456789012:role/deployer",
    notificationArns: ["arn:aws:sns:us-east-1:123456789012:deployments"],
    rollbackConfiguration: { triggers: [{ arn: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:health", type: "AWS::CloudWatch::Alarm" }], monitoringTimeMinutes: 20 },
    parameters: [
      { key: "Size", value: "5", usePreviousValue: false },
      { key: "Kept", value: null, usePreviousValue: true },
    ],
  });
  const ignored = result.warnings.filter(({ code }) => code === "setting_ignored");
  expect(ignored.map(({ place }) => place?.property)).toEqual(expect.arrayContaining(["provider.disableRollback", "provider.stackPolicy", "provider.deletionProtection", "provider.profile", "provider.deploymentBucket.sseKMSKeyId"]));
  expect(ignored.every(({ place }) => place?.line)).toBe(true);
});
