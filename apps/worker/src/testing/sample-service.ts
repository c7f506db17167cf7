/** A service with one HTTP endpoint that answers its version. `extra` is added to the config file; `service` names its stack. */
export function sampleService(version: string, extra = "", service = "sample"): Record<string, string> {
  return {
    "serverless.yml": `service: ${service}
provider:
  name: aws
  runtime: nodejs22.x
  logRetentionInDays: 14
functions:
  hello:
    handler: hello.handler
    events:
      - httpApi: GET /hello
${extra}`,
    "hello.mjs": `export const handler = async () => ({ statusCode: 200, body: ${JSON.stringify(version)} });\n`,
  };
}

/**
 * Resources that keep CloudFormation at work until `finishGate` opens the gate. `name` makes it another gate, for an
 * update that has to wait as well.
 */
export function gate(name: string): string {
  return `resources:
  Resources:
    ${name}Handle:
      Type: AWS::CloudFormation::WaitConditionHandle
    ${name}:
      Type: AWS::CloudFormation::WaitCondition
      DependsOn: ${name}Handle
      Properties:
        Handle: !Ref ${name}Handle
        Timeout: "120"
        Count: 1
`;
}
