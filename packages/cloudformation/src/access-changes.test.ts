import { expect, it } from "vitest";
import { accessChanges } from "./access-changes.js";
import type { JsonObject } from "./template.js";

const template = (resources: JsonObject): JsonObject => ({ Resources: resources });
const role = (statements: JsonObject[], more: JsonObject = {}): JsonObject => ({
  Type: "AWS::IAM::Role",
  Properties: { Policies: [{ PolicyName: "own", PolicyDocument: { Statement: statements } }], ...more },
});
const lines = (before: JsonObject, after: JsonObject) =>
  accessChanges(template(before), template(after)).map(({ logicalId, property, change, text, broad }) => `${change === "added" ? "+" : "-"} ${logicalId} ${property}: ${text}${broad ? " !" : ""}`);

it("tells the statements that a role wins and loses, whatever their order", () => {
  const read = { Effect: "Allow", Action: ["s3:GetObject"], Resource: { "Fn::Join": ["", [{ "Fn::GetAtt": ["Bucket", "Arn"] }, "/*"]] } };
  const write = { Effect: "Allow", Action: ["s3:PutObject", "s3:DeleteObject"], Resource: { "Fn::Sub": "arn:${AWS::Partition}:s3:::data/*" } };
  const all = { Effect: "Allow", Action: "*", Resource: "*" };
  expect(lines({ Role: role([read, write]) }, { Role: role([write, all, read]) })).toEqual(["+ Role Policies.own: Allow * on * !"]);
  expect(lines({ Role: role([read, write]) }, { Role: role([{ ...write, Action: ["s3:DeleteObject", "s3:PutObject"] }]) })).toEqual(["- Role Policies.own: Allow s3:GetObject on ${Bucket.Arn}/*"]);
  expect(lines({ Role: role([read]) }, {})).toEqual(["- Role Policies.own: Allow s3:GetObject on ${Bucket.Arn}/*"]);
});

it("tells managed policies, trust and boundaries", () => {
  const trust = (service: string) => ({ AssumeRolePolicyDocument: { Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }] } });
  expect(
    lines(
      { Role: role([], trust("lambda.amazonaws.com")) },
      { Role: role([], { ...trust("ec2.amazonaws.com"), ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"], PermissionsBoundary: "arn:b" }) },
    ),
  ).toEqual([
    "- Role AssumeRolePolicyDocument: Allow lambda.amazonaws.com to sts:AssumeRole",
    "+ Role AssumeRolePolicyDocument: Allow ec2.amazonaws.com to sts:AssumeRole",
    "+ Role ManagedPolicyArns: Attach arn:aws:iam::aws:policy/AdministratorAccess !",
    "+ Role PermissionsBoundary: Bounded by arn:b",
  ]);
});

it("tells resource policies, permissions to invoke and open URLs", () => {
  expect(
    lines(
      {},
      {
        Policy: { Type: "AWS::S3::BucketPolicy", Properties: { PolicyDocument: { Statement: { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "x" } } } },
        Invoke: { Type: "AWS::Lambda::Permission", Properties: { FunctionName: { "Fn::GetAtt": ["Fn", "Arn"] }, Action: "lambda:InvokeFunction", Principal: "sns.amazonaws.com" } },
        Url: { Type: "AWS::Lambda::Url", Properties: { AuthType: "NONE" } },
      },
    ),
  ).toEqual([
    "+ Invoke Permission: Allow sns.amazonaws.com to lambda:InvokeFunction on ${Fn.Arn}",
    "+ Policy PolicyDocument: Allow * to s3:GetObject on x !",
    "+ Url AuthType: Allow everybody to call the function's URL !",
  ]);
});

it("tells the rules of security groups", () => {
  const group = (...ingress: JsonObject[]): JsonObject => ({ Group: { Type: "AWS::EC2::SecurityGroup", Properties: { SecurityGroupIngress: ingress } } });
  const https = { IpProtocol: "tcp", FromPort: 443, ToPort: 443, CidrIp: "10.0.0.0/8" };
  expect(lines(group(https), group(https, { ...https, FromPort: 22, ToPort: 25, CidrIp: "0.0.0.0/0" }))).toEqual(["+ Group SecurityGroupIngress: in tcp 22-25 from 0.0.0.0/0 !"]);
  expect(lines(group(https), group())).toEqual(["- Group SecurityGroupIngress: in tcp 443 from 10.0.0.0/8"]);
});
