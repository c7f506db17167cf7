export type TestTemplate = { Resources: Record<string, unknown>; Outputs?: Record<string, unknown>; Parameters?: Record<string, unknown> };

type Code = { bucket: string; key: string };

const role = {
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: ["lambda.amazonaws.com"] }, Action: ["sts:AssumeRole"] }],
    },
  },
};

/** A function behind an HTTP API, a REST API and a function URL, as the compiler lays them out. */
export function serviceTemplate(service: string, code: Code): TestTemplate {
  const url = (parts: unknown[]): unknown => ({ "Fn::Join": ["", parts] });
  return {
    Resources: {
      Role: role,
      HelloLogGroup: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: `/aws/lambda/${service}-hello`, RetentionInDays: 7 } },
      HelloLambdaFunction: {
        Type: "AWS::Lambda::Function",
        Properties: {
          FunctionName: `${service}-hello`,
          Runtime: "nodejs20.x",
          Handler: "index.handler",
          Role: { "Fn::GetAtt": ["Role", "Arn"] },
          Code: { S3Bucket: code.bucket, S3Key: code.key },
        },
        DependsOn: ["HelloLogGroup"],
      },
      ...httpApi(service),
      ...restApi(service),
      HelloUrl: {
        Type: "AWS::Lambda::Url",
        Properties: { AuthType: "NONE", TargetFunctionArn: { "Fn::GetAtt": ["HelloLambdaFunction", "Arn"] } },
      },
      UrlPermission: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: { "Fn::GetAtt": ["HelloLambdaFunction", "Arn"] },
          Action: "lambda:InvokeFunctionUrl",
          Principal: "*",
          FunctionUrlAuthType: "NONE",
        },
      },
    },
    Outputs: {
      HelloArn: { Description: "The function", Value: { "Fn::GetAtt": ["HelloLambdaFunction", "Arn"] } },
      HttpApiUrl: {
        Value: url(["https://", { Ref: "HttpApi" }, ".execute-api.", { Ref: "AWS::Region" }, ".", { Ref: "AWS::URLSuffix" }]),
        Export: { Name: `${service}-url` },
      },
    },
  };
}

const invokePermission = {
  Type: "AWS::Lambda::Permission",
  Properties: {
    FunctionName: { "Fn::GetAtt": ["HelloLambdaFunction", "Arn"] },
    Action: "lambda:InvokeFunction",
    Principal: "apigateway.amazonaws.com",
  },
};

function httpApi(service: string): Record<string, unknown> {
  return {
    HttpApi: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: `${service}-http`, ProtocolType: "HTTP" } },
    HttpApiStage: {
      Type: "AWS::ApiGatewayV2::Stage",
      Properties: { ApiId: { Ref: "HttpApi" }, StageName: "$default", AutoDeploy: true },
    },
    HttpApiIntegration: {
      Type: "AWS::ApiGatewayV2::Integration",
      Properties: {
        ApiId: { Ref: "HttpApi" },
        IntegrationType: "AWS_PROXY",
        IntegrationUri: { "Fn::GetAtt": ["HelloLambdaFunction", "Arn"] },
        PayloadFormatVersion: "2.0",
      },
    },
    HttpApiRoute: {
      Type: "AWS::ApiGatewayV2::Route",
      Properties: {
        ApiId: { Ref: "HttpApi" },
        RouteKey: "GET /hello",
        Target: { "Fn::Join": ["/", ["integrations", { Ref: "HttpApiIntegration" }]] },
      },
    },
    HttpApiPermission: invokePermission,
  };
}

function restApi(service: string): Record<string, unknown> {
  const uri = [
    "arn:aws:apigateway:",
    { Ref: "AWS::Region" },
    ":lambda:path/2015-03-31/functions/",
    { "Fn::GetAtt": ["HelloLambdaFunction", "Arn"] },
    "/invocations",
  ];
  return {
    ApiGatewayRestApi: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: `dev-${service}` } },
    ApiGatewayResourceHello: {
      Type: "AWS::ApiGateway::Resource",
      Properties: {
        ParentId: { "Fn::GetAtt": ["ApiGatewayRestApi", "RootResourceId"] },
        PathPart: "hello",
        RestApiId: { Ref: "ApiGatewayRestApi" },
      },
    },
    ApiGatewayMethodHelloGet: {
      Type: "AWS::ApiGateway::Method",
      Properties: {
        HttpMethod: "GET",
        AuthorizationType: "NONE",
        ResourceId: { Ref: "ApiGatewayResourceHello" },
        RestApiId: { Ref: "ApiGatewayRestApi" },
        Integration: { IntegrationHttpMethod: "POST", Type: "AWS_PROXY", Uri: { "Fn::Join": ["", uri] } },
        MethodResponses: [],
      },
    },
    ApiGatewayDeployment1: {
      Type: "AWS::ApiGateway::Deployment",
      Properties: { RestApiId: { Ref: "ApiGatewayRestApi" }, StageName: "dev" },
      DependsOn: ["ApiGatewayMethodHelloGet"],
    },
    RestPermission: invokePermission,
  };
}

/** A few resources that are made at once, for tests of stacks as such. `extra` is added to them. */
export function plainTemplate(extra: Record<string, unknown> = {}): TestTemplate {
  return { Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: {} }, ...extra } };
}

/** A resource that the emulator, like AWS, cannot make. */
export const impossible = { Type: "Custom::Impossible", Properties: { ServiceToken: "arn:aws:lambda:eu-central-1:000000000000:function:nowhere" } };
