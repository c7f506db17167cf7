import { expect, it } from "vitest";
import { keptByTemplate, retainResources } from "./retain-resources.js";

const template = {
  Resources: {
    Table: { Type: "AWS::DynamoDB::Table", Properties: { A: 1 }, Metadata: { Mine: true } },
    Kept: { Type: "AWS::S3::Bucket", DeletionPolicy: "Retain" },
    Topic: { Type: "AWS::SNS::Topic" },
    Nested: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "https://old", Parameters: { P: 1 } } },
  },
  Outputs: { Out: { Value: 1 } },
};

it("keeps what is named, with a change that CloudFormation takes, and leaves all else alone", () => {
  const changed = retainResources(template, { retain: ["Table", "Kept", "Unknown"], marker: "windlass-1-retain", templateUrls: { Nested: "https://new" } });
  expect(changed).toEqual({
    ...template,
    Resources: {
      ...template.Resources,
      Table: { ...template.Resources.Table, DeletionPolicy: "Retain", Metadata: { Mine: true, WindlassRetained: "windlass-1-retain" } },
      Nested: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "https://new", Parameters: { P: 1 } } },
    },
  });
  expect(keptByTemplate(changed)).toEqual(["Table", "Kept"]);
  expect(keptByTemplate(template)).toEqual(["Kept"]);
});
