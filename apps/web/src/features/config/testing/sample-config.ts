import type { ResolvedConfig, ValueOrigin } from "@windlass/contracts/resolved-config";

export const origin = (variable: string, rest: Partial<ValueOrigin> = {}): ValueOrigin => ({
  variable,
  source: variable.slice(2, variable.indexOf(":")),
  address: null,
  place: null,
  version: null,
  secret: false,
  ...rest,
});

/** A config as a release keeps it, with a value of each kind. */
export function sampleConfig(change: Partial<ResolvedConfig> = {}): ResolvedConfig {
  return {
    file: "serverless.yml",
    value: {
      service: "cart",
      provider: { name: "aws", environment: { TABLE: "cart-dev", PASSWORD: "••••••", NOTE: "one\ntwo\n", EMPTY: {} } },
      functions: {
        hello: { handler: "src/hello.handler", events: [{ httpApi: "GET /" }, { http: { method: "get", path: "/old" } }] },
        "by/night": { handler: "src/night.handler", timeout: 30 },
      },
      resources: { Resources: { Queue: { Type: "AWS::SQS::Queue", Properties: { Name: { Ref: "X" }, Arn: { "Fn::GetAtt": ["Other", "Arn"] } } } } },
    },
    origins: {
      "/provider/environment/TABLE": [origin("${file(config/dev.yml):table}", { place: { file: "config/dev.yml", line: 12, column: 3, property: "table" } })],
      "/provider/environment/PASSWORD": [origin("${ssm:/cart/password}", { address: "/cart/password", version: "3", secret: true })],
    },
    files: ["serverless.yml", "config/dev.yml"],
    places: { "/service": [0, 1, 1], "/functions/hello": [0, 9, 3], "/functions/hello/events/0": [0, 12, 9] },
    ...change,
  };
}
