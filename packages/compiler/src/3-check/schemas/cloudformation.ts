import { anyObject, anyOf, anything, constant, integer, list, mapOf, number, object, oneOfValues, string, text, type Schema } from "../schema.js";

/** `{ [name]: … }` and nothing else. */
const call = (name: string, argument: Schema): Schema => object({ [name]: argument }, { required: [name], title: `{ ${name}: … }` });
const word = string({ minLength: 1 });

export const ref = call("Ref", word);
export const getAtt = call("Fn::GetAtt", list(word, { minItems: 2, maxItems: 2 }));
export const importValue = call("Fn::ImportValue", anything);
export const join = call("Fn::Join", { type: "array", prefixItems: [text, { type: "array" }], minItems: 2, maxItems: 2 });
export const sub = call("Fn::Sub", anything);
// The reference checks no more of Base64 than that it is an object: any object passes as an intrinsic function.
const base64 = anyObject;

/** A CloudFormation function that yields a text. */
export const cfFunction: Schema = {
  anyOf: [importValue, join, getAtt, ref, sub, base64],
  title: "a CloudFormation function",
};
/** A text, or a CloudFormation function that yields one. */
export const cfText = anyOf(word, cfFunction);
export const cfIf = call("Fn::If", list(cfText, { minItems: 3, maxItems: 3 }));
export const cfFindInMap = call("Fn::FindInMap", list({ oneOf: [text, cfFunction] }, { minItems: 3, maxItems: 3 }));
export const cfSplit = call("Fn::Split", list({ oneOf: [text, cfFunction] }, { minItems: 2, maxItems: 2 }));
const getAzs = call("Fn::GetAZs", { oneOf: [word, ref] });
const selectable = anyOf(number, text, { type: "array" }, cfFindInMap, getAtt, getAzs, cfIf, cfSplit, ref);
export const cfSelect = call("Fn::Select", list(selectable, { minItems: 2, maxItems: 2 }));
export const cfTexts = anyOf(list(cfText), cfSplit);
/** A value, or a CloudFormation function that yields it. */
export const cfValue = (value: Schema): Schema => anyOf(value, cfFunction, cfIf);

export const arnText = string({ pattern: /^arn:/, title: "an ARN" });
export const arn = anyOf(arnText, cfFunction);
export const kmsArn = anyOf(cfFunction, string({ pattern: /^arn:aws[a-z-]*:kms/, title: "the ARN of a KMS key" }));
/** An ARN of a secret in Secrets Manager. */
export const secretArn = string({ pattern: /arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d+:secret:[A-Za-z0-9/_+=.@-]+/, title: "the ARN of a secret" });
export const bucketName = string({
  pattern: /(?!^(\d{1,3}\.){3}\d{1,3}$)(^(([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])\.)*([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])$)/,
  minLength: 3,
  maxLength: 63,
  title: "the name of a bucket",
});
export const tags: Schema = {
  type: "object",
  patternProperties: [[/^(?!aws:)[\w./=+:\-_\x20]{1,128}$/, string({ maxLength: 256 })]],
  additionalProperties: false,
};

const actions = list(text);
const star = constant("*");
const principal = anyOf(
  star,
  object({
    AWS: anyOf(star, cfIf, list(anyOf(string({ pattern: /^\d{12}$/ }), arn))),
    Federated: list(text),
    Service: list(text),
    CanonicalUser: list(text),
  }),
);

const statement = (resource: Schema): Schema =>
  object(
    {
      Sid: text,
      Effect: oneOfValues("Allow", "Deny"),
      Action: actions,
      NotAction: actions,
      Principal: principal,
      NotPrincipal: principal,
      Resource: resource,
      NotResource: resource,
      Condition: anyObject,
    },
    {
      allOf: [
        { required: ["Effect"] },
        { oneOf: [{ required: ["Action"] }, { required: ["NotAction"] }], title: "a statement with either Action or NotAction" },
        { oneOf: [{ required: ["Resource"] }, { required: ["NotResource"] }], title: "a statement with either Resource or NotResource" },
      ],
    },
  );

const logicalId = string({ pattern: /^[#A-Za-z0-9-_./]+[*]?$/ });
const abbreviatedArn = string({ pattern: /^execute-api:\// });
/** Statements of an identity's policy. */
export const iamStatements = list(statement(anyOf(star, arn, logicalId, list(anyOf(star, arn, logicalId)))));
/** Statements of an API's policy. */
export const resourceStatements = list(statement(anyOf(star, arn, abbreviatedArn, list(anyOf(star, arn, abbreviatedArn)))));

const attributes = {
  Properties: anyObject,
  CreationPolicy: anyObject,
  DeletionPolicy: text,
  DependsOn: list(text),
  Metadata: anyObject,
  UpdatePolicy: anyObject,
  UpdateReplacePolicy: text,
  Condition: text,
};

/** The `resources` block: sections of a template, and `extensions` of what is generated. */
export const resources = object({
  AWSTemplateFormatVersion: text,
  Conditions: anyObject,
  Description: text,
  Mappings: anyObject,
  Metadata: anyObject,
  Outputs: anyObject,
  Parameters: anyObject,
  Resources: {
    type: "object",
    properties: { "Fn::Transform": object({ Name: text, Parameters: anyObject }, { required: ["Name"] }) },
    patternProperties: [[/^[a-zA-Z0-9]{1,255}$/, object({ Type: text, ...attributes }, { required: ["Type"] })]],
    additionalProperties: false,
  },
  Transform: list(text),
  extensions: { type: "object", patternProperties: [[/^[a-zA-Z0-9]{1,255}$/, object(attributes)]], additionalProperties: false },
});

export const filterPatterns = list(anyObject, { minItems: 1, maxItems: 10 });
export const pollerConfig: Schema = { type: "object", properties: { minimumPollers: integer(1, 1000), maximumPollers: integer(1, 1000) } };
export const stringMap = mapOf(text);
