import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { anyOf, boolean, integer, list, mapOf, object, oneOfValues, string, text, wordOf } from "../schema.js";
import { arn, cfText } from "../schemas/cloudformation.js";
import { method, methodAndPath, methodNames } from "../schemas/http-methods.js";

export type HttpAuthorizerConfig = {
  arn?: Json;
  authorizerId?: Json;
  claims?: string[];
  identitySource?: string;
  identityValidationExpression?: string;
  managedExternally?: boolean | null;
  name?: string;
  resultTtlInSeconds?: number;
  scopes?: Json[];
  type?: string;
};
export type HttpCorsConfig = {
  allowCredentials?: boolean;
  cacheControl?: string;
  headers?: string[] | null;
  maxAge?: number;
  methods?: string[] | null;
  origin?: string | null;
  origins?: string[] | null;
};
export type HttpParameter = boolean | { required?: boolean | null; mappedValue?: Json };
export type HttpRequestConfig = {
  contentHandling?: string;
  method?: string;
  parameters?: { querystrings?: Record<string, HttpParameter> | null; headers?: Record<string, HttpParameter> | null; paths?: Record<string, HttpParameter> | null } | null;
  passThrough?: string;
  schemas?: Record<string, string | JsonObject>;
  template?: Record<string, string | null>;
  uri?: Json;
};
export type HttpStatusConfig = { headers?: Record<string, string>; pattern?: string; template?: string | Record<string, string> };
export type HttpResponseConfig = {
  contentHandling?: string;
  headers?: Record<string, string>;
  template?: string;
  transferMode?: string;
  statusCodes?: Record<string, HttpStatusConfig>;
};
export type HttpEvent = {
  path: string;
  method: string;
  async?: boolean;
  authorizer?: string | HttpAuthorizerConfig;
  connectionId?: Json;
  connectionType?: string;
  cors?: boolean | HttpCorsConfig;
  integration?: string;
  operationId?: string;
  private?: boolean;
  request?: HttpRequestConfig;
  response?: HttpResponseConfig;
  timeoutInMillis?: number;
};

const parameters = mapOf(anyOf(boolean, object({ required: boolean, mappedValue: cfText })));
const httpAuthorizer = anyOf(
  text,
  object({
    arn,
    authorizerId: cfText,
    claims: list(text),
    identitySource: text,
    identityValidationExpression: text,
    managedExternally: boolean,
    name: text,
    resultTtlInSeconds: integer(0, 3600),
    scopes: list(anyOf(text, cfText)),
    type: wordOf("token", "cognito_user_pools", "request", "aws_iam", "custom"),
  }),
);
const httpCors = anyOf(
  boolean,
  object({
    allowCredentials: boolean,
    cacheControl: text,
    headers: list(text),
    maxAge: integer(1),
    methods: list(oneOfValues(...methodNames)),
    origin: text,
    origins: list(text),
  }),
);
const contentHandling = oneOfValues("CONVERT_TO_BINARY", "CONVERT_TO_TEXT");
const request = object({
  contentHandling,
  method,
  parameters: object({ querystrings: parameters, headers: parameters, paths: parameters }),
  passThrough: oneOfValues("NEVER", "WHEN_NO_MATCH", "WHEN_NO_TEMPLATES"),
  schemas: mapOf(anyOf({ type: "object" }, text)),
  template: mapOf(text),
  uri: cfText,
});
const response = object({
  contentHandling,
  headers: mapOf(text),
  template: text,
  transferMode: wordOf("BUFFERED", "STREAM"),
  statusCodes: {
    type: "object",
    patternProperties: [[/^\d{3}$/, object({ headers: mapOf(text), pattern: text, template: anyOf(text, mapOf(text)) })]],
    additionalProperties: false,
  },
});
/** `http`: a method of a REST API. */
export const http = anyOf(
  methodAndPath,
  object(
    {
      async: boolean,
      authorizer: httpAuthorizer,
      connectionId: cfText,
      connectionType: wordOf("vpc-link", "VPC_LINK"),
      cors: httpCors,
      integration: wordOf("LAMBDA_PROXY", "LAMBDA-PROXY", "LAMBDA", "AWS", "AWS_PROXY", "AWS-PROXY", "HTTP", "HTTP_PROXY", "HTTP-PROXY", "MOCK"),
      method,
      operationId: text,
      path: string({ pattern: /^(?:\*|\/?\S*)$/, title: "a path" }),
      private: boolean,
      request,
      response,
      timeoutInMillis: integer(50),
    },
    { required: ["path", "method"] },
  ),
);
