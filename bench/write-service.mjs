import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** @param {string} version */
export const handlerSaying = (version) => `export const handler = async () => ({
  statusCode: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ version: "${version}" }),
});
`;

/** @param {string} folder @param {string} config @param {string} version */
function write(folder, config, version) {
  mkdirSync(join(folder, "src"), { recursive: true });
  writeFileSync(join(folder, "serverless.yml"), config);
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "private": true }\n');
  writeFileSync(join(folder, "src/api.mjs"), handlerSaying(version));
}

/**
 * A small service as people have it: one function, an HTTP and a REST API, a schedule, a queue and a table.
 * @param {string} folder @param {string} name @param {string} version
 */
export function writeSmallService(folder, name, version) {
  writeServiceWith("", { folder, name, version });
}

/** The same with more resources, in YAML. @param {string} resources @param {{ folder: string, name: string, version: string }} service */
export function writeServiceWith(resources, { folder, name, version }) {
  write(
    folder,
    `service: ${name}
provider:
  name: aws
  runtime: nodejs22.x
  region: us-east-1
  logRetentionInDays: 14
  environment:
    TABLE: { Ref: Table }
functions:
  api:
    handler: src/api.handler
    events:
      - httpApi: GET /version
      - http: GET /version
      - schedule: rate(1 hour)
      - sqs: { arn: { Fn::GetAtt: [Queue, Arn] } }
resources:
  Resources:
    Queue: { Type: AWS::SQS::Queue }
    Table:
      Type: AWS::DynamoDB::Table
      Properties:
        BillingMode: PAY_PER_REQUEST
        AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
        KeySchema: [{ AttributeName: id, KeyType: HASH }]
${resources}`,
    version,
  );
}

/**
 * A service with many functions, each with two methods of the REST API under a path of its own, one of them with CORS,
 * an environment, and variables to resolve.
 * @param {string} folder @param {string} name @param {number} count
 */
export function writeLargeService(folder, name, count) {
  const functions = Array.from(
    { length: count },
    (_, index) => `  worker${index}:
    handler: src/api.handler
    memorySize: \${self:custom.memory}
    timeout: ${5 + (index % 20)}
    environment:
      NAME: \${self:service}-\${sls:stage}-${index}
      LEVEL: \${opt:level, self:custom.level}
    events:
      - http:
          path: area${index % 10}/resource${index}
          method: get
          cors: true
      - http:
          path: area${index % 10}/resource${index}/{id}
          method: post
`,
  );
  const config = `service: ${name}
provider:
  name: aws
  runtime: nodejs22.x
  region: us-east-1
custom:
  memory: 256
  level: info
functions:
${functions.join("")}`;
  write(folder, config, "v1");
}
