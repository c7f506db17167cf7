// Runs the handler of a custom resource as Lambda would, request by request, in an account of the emulator, and prints
// what is there after each: `node run-requests.mjs HANDLER SDK_HOME` with `{ set, requests }` on standard input.
import http from "node:http";
import https from "node:https";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const [, , handlerFile, sdkHome] = process.argv;
const load = createRequire(`${sdkHome}/`);
const { S3 } = load("@aws-sdk/client-s3");
const { Lambda } = load("@aws-sdk/client-lambda");
const { CognitoIdentityProvider } = load("@aws-sdk/client-cognito-identity-provider");
const { IAM } = load("@aws-sdk/client-iam");
const { APIGateway } = load("@aws-sdk/client-api-gateway");
const s3 = new S3();
const lambda = new Lambda();
const cognito = new CognitoIdentityProvider();
const iam = new IAM();
const apiGateway = new APIGateway();
const emptyZip = Buffer.from("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "base64");
const account = process.env.AWS_ACCESS_KEY_ID;
const region = process.env.AWS_REGION;

const { set, requests } = JSON.parse(await text(process.stdin));
await setUp();
const { handler } = await import(pathToFileURL(handlerFile).href);
let answered;
const answers = http.createServer((request, response) => {
  void text(request).then((body) => {
    const { Status, PhysicalResourceId, Reason } = JSON.parse(body);
    answered({ Status, PhysicalResourceId, Reason, contentType: request.headers["content-type"] });
    response.end();
  });
});
await new Promise((resolve) => answers.listen(0, "127.0.0.1", resolve));
const { port } = answers.address();
// The reference answers to port 443 of the address that it is given, whatever that says.
https.request = (options, callback) => http.request(Object.assign({}, options, { port }), callback);
const states = [];
for (const request of requests) {
  if (request.lose) await lose(request.lose);
  else states.push({ answer: await ask(request), ...(await state()) });
}
answers.close();
process.stdout.write(`\n@@${await withoutPoolIds(JSON.stringify(states))}\n`);

async function ask(request) {
  const answer = new Promise((resolve) => (answered = resolve));
  const event = { ResponseURL: `http://127.0.0.1:${port}/answer?signature=1`, StackId: "stack", RequestId: "request", LogicalResourceId: "Custom", ...request };
  const context = { invokedFunctionArn: `arn:aws:lambda:${region}:${account}:function:custom`, logStreamName: "stream" };
  await Promise.resolve(handler(event, context)).catch(() => undefined);
  return answer;
}

async function setUp() {
  for (const Bucket of set.buckets ?? []) {
    await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } });
    const foreign = { Id: "someone-else", Events: ["s3:ObjectRemoved:*"], LambdaFunctionArn: `arn:aws:lambda:${region}:${account}:function:foreign` };
    await s3.putBucketNotificationConfiguration({ Bucket, NotificationConfiguration: { LambdaFunctionConfigurations: [foreign], EventBridgeConfiguration: {} } });
  }
  for (const FunctionName of set.functions ?? []) {
    await lambda.createFunction({ FunctionName, Role: `arn:aws:iam::${account}:role/r`, Runtime: "nodejs20.x", Handler: "index.handler", Code: { ZipFile: emptyZip } });
    await lambda.publishVersion({ FunctionName });
    await lambda.createAlias({ FunctionName, Name: "provisioned", FunctionVersion: "1" });
  }
  for (const { lambdaConfig, ...pool } of set.pools ?? []) await cognito.createUserPool({ ...pool, LambdaConfig: lambdaConfig });
}

/** What the stack, or someone else, takes away between two requests. */
async function lose({ bucket, functionName }) {
  if (bucket) await s3.deleteBucket({ Bucket: bucket });
  if (functionName) await lambda.deleteFunction({ FunctionName: functionName });
}

async function state() {
  const buckets = {};
  for (const Bucket of set.buckets ?? []) buckets[Bucket] = await told(s3.getBucketNotificationConfiguration({ Bucket }));
  const policies = {};
  for (const FunctionName of set.functions ?? []) {
    for (const Qualifier of [undefined, "provisioned"]) {
      const { Policy } = await told(lambda.getPolicy({ FunctionName, Qualifier }));
      policies[`${FunctionName}:${Qualifier ?? ""}`] = Policy ? JSON.parse(Policy).Statement : null;
    }
  }
  return { buckets, policies, pools: await pools(), role: set.role ? await role() : undefined };
}

async function pools() {
  if (!set.pools) return undefined;
  const { UserPools } = await cognito.listUserPools({ MaxResults: 60 });
  const told = await Promise.all(UserPools.map(async ({ Id }) => (await cognito.describeUserPool({ UserPoolId: Id })).UserPool));
  return told.map(({ Id: _id, Arn: _arn, CreationDate: _created, LastModifiedDate: _changed, ...rest }) => rest);
}

async function withoutPoolIds(states) {
  if (!set.pools) return states;
  const { UserPools } = await cognito.listUserPools({ MaxResults: 60 });
  return UserPools.reduce((known, { Id, Name }) => known.replaceAll(Id, `id of ${Name}`), states);
}

async function role() {
  const { AttachedPolicies } = await told(iam.listAttachedRolePolicies({ RoleName: "serverlessApiGatewayCloudWatchRole" }));
  const { cloudwatchRoleArn } = await apiGateway.getAccount({});
  return { AttachedPolicies, cloudwatchRoleArn };
}

/** An answer without what differs each time, or the name of the error. */
async function told(answer) {
  try {
    const { $metadata: _metadata, ...rest } = await answer;
    return rest;
  } catch (error) {
    return { error: error.name };
  }
}
