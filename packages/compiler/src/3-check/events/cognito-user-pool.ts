import type { Json } from "@windlass/cloudformation/template";
import { boolean, object, oneOfValues, string } from "../schema.js";
import { kmsArn } from "../schemas/cloudformation.js";

export type CognitoUserPoolEvent = { pool: string; trigger: string; existing?: boolean; forceDeploy?: boolean; kmsKeyId?: Json; lambdaVersion?: string };

export const customSenderTriggers = ["CustomSMSSender", "CustomEmailSender"];
const triggers = [
  "PreSignUp", "PostConfirmation", "PreAuthentication", "PostAuthentication", "PreTokenGeneration", "CustomMessage",
  "DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse", "UserMigration", ...customSenderTriggers,
];
export const cognitoUserPool = object(
  {
    pool: string({ maxLength: 128, pattern: /^[\w\s+=,.@-]+$/ }),
    trigger: oneOfValues(...triggers),
    existing: boolean,
    forceDeploy: boolean,
    kmsKeyId: kmsArn,
    lambdaVersion: oneOfValues("V1_0", "V2_0", "V3_0"),
  },
  { required: ["pool", "trigger"] },
);
