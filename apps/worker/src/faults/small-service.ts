/** A service of two topics and a function, which no endpoint makes slow. `resources` is added below `Resources:`, indented by four. */
export function smallService(version: string, service: string, options: { resources?: string; files?: Record<string, string> } = {}): Record<string, string> {
  return {
    "serverless.yml": `service: ${service}
provider:
  name: aws
  runtime: nodejs22.x
  logRetentionInDays: 14
functions:
  hello:
    handler: hello.handler
resources:
  Resources:
    First:
      Type: AWS::SNS::Topic
    Second:
      Type: AWS::SNS::Topic
      DependsOn: First
${options.resources ?? ""}`,
    "hello.mjs": `export const handler = async () => ({ version: ${JSON.stringify(version)} });\n`,
    ...options.files,
  };
}
