import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkTemplate } from "./check-template.js";
import { rules } from "./rules.js";

const now = new Date("2026-11-23T00:00:00Z");
const encrypted = { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }] };
const join = { "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, ":s3:::b"]] };

const bucket = (properties: object = {}) => ({ Type: "AWS::S3::Bucket", Properties: { BucketEncryption: encrypted, ...properties } });
const lambda = (properties: object) => ({ Type: "AWS::Lambda::Function", Properties: { Runtime: "nodejs22.x", ...properties } });
const environment = (variables: object) => lambda({ Environment: { Variables: variables } });
const statement = (Action: unknown, Resource: unknown, rest: object = {}) => ({ Effect: "Allow", Action, Resource, ...rest });
const role = (Statement: unknown, rest: object = {}) => ({
  Type: "AWS::IAM::Role",
  Properties: { Policies: [{ PolicyName: "p", PolicyDocument: { Statement } }], ...rest },
});
const policy = (Type: string, Statement: unknown) => ({ Type, Properties: { PolicyDocument: { Statement } } });
const restMethod = (logicalId: string) => {
  const parts = ["arn:", { Ref: "AWS::Partition" }, ":apigateway:", { "Fn::GetAtt": [logicalId, "Arn"] }, "/invocations"];
  return { Type: "AWS::ApiGateway::Method", Properties: { Integration: { Type: "AWS_PROXY", Uri: { "Fn::Join": ["", parts] } } } };
};
const httpIntegration = (logicalId: string) => ({
  Type: "AWS::ApiGatewayV2::Integration",
  Properties: { IntegrationUri: { "Fn::GetAtt": [logicalId, "Arn"] } },
});

interface Sample {
  /** Resources with which the rule holds. */
  pass: Record<string, object>[];
  /** Resources and where in them the rule fails. */
  fail: [Record<string, object>, string[]][];
}

const samples: Record<string, Sample> = {
  "admin-wildcard": {
    pass: [
      { R: role([statement("s3:*", "*"), statement("*", join), statement(["*"], [join, "arn:aws:s3:::b"])]) },
      { R: role(statement("*", "*", { Effect: "Deny" })) },
      { R: role({ Effect: "Allow", Action: "*", NotResource: "*" }) },
      { R: { Type: "AWS::IAM::Role" }, S: role([], { ManagedPolicyArns: [join, "arn:aws:iam::aws:policy/ReadOnlyAccess"] }) },
    ],
    fail: [
      [{ R: role(statement("*", "*")), Plain: { Type: "AWS::IAM::Role" } }, ["R/Properties/Policies/0/PolicyDocument/Statement/Action"]],
      [{ R: role([statement("s3:Get*", "*"), statement(["a:b", "*"], [join, "*"])]) }, ["R/Properties/Policies/0/PolicyDocument/Statement/1/Action/1"]],
      [{ R: role({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }) }, ["R/Properties/Policies/0/PolicyDocument/Statement/NotAction"]],
      [{ P: policy("AWS::IAM::ManagedPolicy", statement("*:*", ["*"])) }, ["P/Properties/PolicyDocument/Statement/Action"]],
      [{ P: policy("AWS::IAM::Policy", [statement("*", "*")]) }, ["P/Properties/PolicyDocument/Statement/0/Action"]],
      [{ R: role([], { ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }) }, ["R/Properties/ManagedPolicyArns/0"]],
      [
        { R: role([], { ManagedPolicyArns: [{ "Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess" }] }) },
        ["R/Properties/ManagedPolicyArns/0/Fn::Sub"],
      ],
    ],
  },
  "public-bucket": {
    pass: [
      { B: bucket(), C: bucket({ AccessControl: "Private" }), D: bucket({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } }) },
      { P: policy("AWS::S3::BucketPolicy", [statement("s3:*", join, { Effect: "Deny", Principal: "*" })]) },
      { P: policy("AWS::S3::BucketPolicy", statement("s3:*", join, { Principal: "*", Condition: { StringEquals: {} } })) },
      { P: policy("AWS::S3::BucketPolicy", [statement("s3:*", join, { Principal: { AWS: { "Fn::GetAtt": ["R", "Arn"] } } })]) },
      { P: policy("AWS::S3::BucketPolicy", [statement("s3:*", join, { Principal: { Service: "cloudfront.amazonaws.com" } })]) },
    ],
    fail: [
      [{ B: bucket({ AccessControl: "PublicRead" }), C: bucket() }, ["B/Properties/AccessControl"]],
      [
        { B: bucket({ PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: false } }), C: bucket() },
        ["B/Properties/PublicAccessBlockConfiguration/RestrictPublicBuckets"],
      ],
      [
        { P: policy("AWS::S3::BucketPolicy", [statement("s3:GetObject", join, { Principal: "*" })]) },
        ["P/Properties/PolicyDocument/Statement/0/Principal"],
      ],
      [
        { P: policy("AWS::S3::BucketPolicy", statement("s3:GetObject", join, { Principal: { AWS: ["arn:aws:iam::1:root", "*"] } })) },
        ["P/Properties/PolicyDocument/Statement/Principal/AWS/1"],
      ],
    ],
  },
  "bucket-encryption": {
    pass: [{ B: bucket() }],
    fail: [
      [{ B: { Type: "AWS::S3::Bucket" }, C: bucket() }, ["B"]],
      [{ B: bucket({ BucketEncryption: { ServerSideEncryptionConfiguration: [] } }) }, ["B/Properties/BucketEncryption/ServerSideEncryptionConfiguration"]],
    ],
  },
  "log-retention": {
    pass: [{ L: { Type: "AWS::Logs::LogGroup", Properties: { RetentionInDays: 14 } } }],
    fail: [[{ L: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: "/aws/lambda/x" } } }, ["L/Properties"]]],
  },
  "plaintext-secret": {
    pass: [
      { F: environment({ DB_PASSWORD: "{{resolve:ssm-secure:/db}}", API_TOKEN: { Ref: "Token" }, STRIPE_SECRET: { "Fn::Sub": "x${Y}" } }) },
      { F: environment({ SECRET_ARN: "arn:aws:secretsmanager:x", SECRET_NAME: "db", TOKEN_URL: "https://id.example.org/t", secretArn: "x" }) },
      { F: environment({ MAX_TOKENS: "4096", USE_TOKEN: "true", OLD_SECRET: "", MONKEY: "banana", MASTER: "yes" }) },
      { F: environment({ URL: "postgres://db/app", OTHER: "postgres://app:{{resolve:ssm-secure:/db}}@db/app", KEY: "-----BEGIN PUBLIC KEY-----" }) },
      { F: environment({ LONG: "a".repeat(4_000), DASHES: "a-".repeat(2_000), ADDRESS: `http://${"a".repeat(4_000)}` }) },
      { F: lambda({}) },
    ],
    fail: [
      ...["DB_PASSWORD", "API_TOKEN", "apiKey", "APIKEY", "API_KEY_2", "MySecretValue", "PASSPHRASE", "githubToken", "AWS_CREDENTIALS"].map(
        (name): [Record<string, object>, string[]] => [
          { F: environment({ [name]: "hunter2", OK: "fine" }), G: lambda({}) },
          [`F/Properties/Environment/Variables/${name}`],
        ],
      ),
      ...[
        "AKIAIOSFODNN7EXAMPLE",
        "id=ASIAIOSFODNN7EXAMPLE;",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE",
        `ghp_${"a1".repeat(18)}`,
        "postgres://app:hunter2@db.example.org/app",
      ].map((value): [Record<string, object>, string[]] => [{ F: environment({ VALUE: value }) }, ["F/Properties/Environment/Variables/VALUE"]]),
    ],
  },
  "unsupported-runtime": {
    pass: [{ F: lambda({}), G: lambda({ Runtime: { Ref: "R" } }), H: lambda({ Runtime: undefined }), I: lambda({ Runtime: "nodejs20.x" }) }],
    fail: [
      [{ F: lambda({ Runtime: "nodejs14.x" }), G: lambda({}) }, ["F/Properties/Runtime"]],
      [{ F: lambda({ Runtime: "python3.8" }) }, ["F/Properties/Runtime"]],
    ],
  },
  "deprecated-runtime": {
    pass: [{ F: lambda({}), G: lambda({ Runtime: "python3.13" }) }],
    fail: [[{ F: lambda({ Runtime: "nodejs20.x" }), G: lambda({}) }, ["F/Properties/Runtime"]]],
  },
  "function-timeout": {
    pass: [{ F: lambda({ Timeout: 900 }), G: lambda({}), H: lambda({ Timeout: { Ref: "T" } }) }],
    fail: [[{ F: lambda({ Timeout: 901 }), G: lambda({ Timeout: 3 }) }, ["F/Properties/Timeout"]]],
  },
  "api-timeout": {
    pass: [
      { F: lambda({ Timeout: 29 }), M: restMethod("F"), N: { Type: "AWS::ApiGateway::Method", Properties: { Integration: { Type: "MOCK" } } } },
      { F: lambda({ Timeout: 30 }), H: httpIntegration("F"), G: lambda({ Timeout: 900 }), D: lambda({}), I: httpIntegration("D") },
      { M: restMethod("Imported") },
    ],
    fail: [
      [{ F: lambda({ Timeout: 30 }), M: restMethod("F"), D: lambda({}), N: restMethod("D") }, ["F/Properties/Timeout"]],
      [{ F: lambda({ Timeout: 31 }), H: httpIntegration("F") }, ["F/Properties/Timeout"]],
    ],
  },
};

const check = (Resources: object, rest: Partial<Parameters<typeof checkTemplate>[0]> = {}) =>
  checkTemplate({ templateText: JSON.stringify({ Resources }), levels: {}, sourceMap: {}, now, ...rest });

/** Only the rule in question, so that a sample need not please the others. */
const onlyLevels = (rule: string) => Object.fromEntries(rules.filter((other) => other.rule !== rule).map((other) => [other.rule, "off" as const]));

describe("the essentials pack", () => {
  it("has samples for every rule, with which it passes and with which it fails", () => {
    expect(Object.keys(samples)).toEqual(rules.map(({ rule }) => rule));
    for (const { pass, fail } of Object.values(samples)) expect(Math.min(pass.length, fail.length)).toBeGreaterThan(0);
  });

  it.each(Object.entries(samples))("%s", async (rule, { pass, fail }) => {
    const passes = await Promise.all(pass.map((resources) => check(resources, { levels: onlyLevels(rule) })));
    for (const [index, { findings }] of passes.entries()) {
      expect(findings.map(({ outcome, templatePath }) => [outcome, templatePath]), `pass ${index}`).toEqual([["pass", null]]);
    }
    const fails = await Promise.all(fail.map(([resources]) => check(resources, { levels: { ...onlyLevels(rule), [rule]: "mandatory" } })));
    for (const [index, { findings, blocked }] of fails.entries()) {
      const expected = fail[index]?.[1].map((path) => ["fail", `/Resources/${path}`]);
      expect(findings.map(({ outcome, templatePath }) => [outcome, templatePath]), `fail ${index}`).toEqual(expected);
      expect(blocked).toBe(true);
    }
  });

  it("blocks by default on administrator rights, public buckets, plaintext secrets and unsupported runtimes", () => {
    expect(rules.filter(({ defaultLevel }) => defaultLevel === "mandatory").map(({ rule }) => rule)).toEqual([
      "admin-wildcard",
      "public-bucket",
      "plaintext-secret",
      "unsupported-runtime",
    ]);
  });

  it("lets the template pass with which the Serverless Framework begins every service", async () => {
    const file = new URL("../../../node_modules/osls/lib/plugins/aws/package/lib/core-cloudformation-template.json", import.meta.url);
    const { findings, blocked } = await checkTemplate({ templateText: readFileSync(file, "utf8"), levels: {}, sourceMap: {}, now });
    expect(findings.filter(({ outcome }) => outcome === "fail")).toEqual([]);
    expect(blocked).toBe(false);
    expect(findings).toHaveLength(rules.length);
  });
});

describe("checkTemplate", () => {
  const resources = { HelloLambdaFunction: environment({ DB_PASSWORD: "hunter2" }) };

  it("says which resource fails, where it is asked for, and how to repair it, and never shows the secret (S09)", async () => {
    const place = { file: "serverless.yml", line: 7, column: 3, property: "functions.hello" };
    const { findings, blocked } = await check(resources, { sourceMap: { HelloLambdaFunction: place } });
    expect(blocked).toBe(true);
    expect(findings.filter(({ outcome }) => outcome === "fail")).toEqual([
      {
        pack: "essentials",
        rule: "plaintext-secret",
        title: "No plaintext secret in an environment variable",
        severity: "critical",
        level: "mandatory",
        outcome: "fail",
        logicalId: "HelloLambdaFunction",
        resourceType: "AWS::Lambda::Function",
        templatePath: "/Resources/HelloLambdaFunction/Properties/Environment/Variables/DB_PASSWORD",
        place,
        message: "HelloLambdaFunction holds a secret in plain text, by its name (Environment.Variables.DB_PASSWORD).",
        hint: expect.stringContaining("{{resolve:secretsmanager:NAME}}"),
      },
    ]);
    expect(JSON.stringify(findings)).not.toContain("hunter2");
  });

  it("follows the stage's levels", async () => {
    const advisory = await check(resources, { levels: { "plaintext-secret": "advisory" } });
    expect(advisory.blocked).toBe(false);
    expect(advisory.findings.find(({ rule }) => rule === "plaintext-secret")).toMatchObject({ outcome: "fail", level: "advisory" });
    const off = await check(resources, { levels: { "plaintext-secret": "off" } });
    expect(off.findings.map(({ rule }) => rule)).not.toContain("plaintext-secret");
    const none = await check(resources, { levels: Object.fromEntries(rules.map(({ rule }) => [rule, "off" as const])) });
    expect(none).toEqual({ findings: [], blocked: false });
  });

  it("names the runtime, AWS's dates and the successor, as of the day of the check", async () => {
    const old = { F: lambda({ Runtime: "nodejs20.x" }) };
    const levels = onlyLevels("unsupported-runtime");
    expect((await check(old, { levels })).blocked).toBe(false);
    const later = await check(old, { levels, now: new Date("2027-02-01T00:00:00Z") });
    expect(later.blocked).toBe(true);
    expect(later.findings[0]?.message).toBe(
      "F uses the runtime nodejs20.x: security patches end 2026-04-30, no new functions from 2027-02-01, no updates from 2027-03-03; its successor is nodejs24.x (Runtime).",
    );
  });

  it("says of a rule that passes whether it applied to anything", async () => {
    const { findings } = await check({ B: bucket() });
    expect(findings.find(({ rule }) => rule === "bucket-encryption")?.message).toBe("Holds for every resource that it applies to.");
    expect(findings.find(({ rule }) => rule === "log-retention")?.message).toBe("Applies to nothing in this template.");
  });

  it("checks 150 functions with 20 variables each in seconds", async () => {
    const variables = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`SETTING_${index}`, `value ${index}`]));
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`F${index}`, environment({ ...variables, N: `${index}` })]));
    const { findings } = await check(many);
    expect(findings.filter(({ outcome }) => outcome === "fail")).toEqual([]);
  }, 30_000);

  it("stops when it is aborted", async () => {
    const controller = new AbortController();
    const running = check(resources, { signal: controller.signal });
    controller.abort(new Error("the lease was lost"));
    await expect(running).rejects.toThrow("the lease was lost");
    await expect(check(resources, { signal: controller.signal })).rejects.toThrow("the lease was lost");
  });
});
