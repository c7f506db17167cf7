import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { anyOf, boolean, constant, integer, list, object, oneOfValues, string, text, uri, type Schema } from "../schema.js";
import { cfFunction, cfText, ref } from "../schemas/cloudformation.js";

export type CloudFrontEvent = {
  behavior?: JsonObject | null;
  cachePolicy?: { id?: Json; name?: string } | null;
  eventType?: "viewer-request" | "origin-request" | "origin-response" | "viewer-response";
  isDefaultOrigin?: boolean;
  includeBody?: boolean | null;
  origin?: string | JsonObject;
  pathPattern?: string;
};

const textOrFunction = anyOf(text, cfFunction);
const origin: Schema = {
  ...object(
    {
      ConnectionAttempts: integer(1, 3),
      ConnectionTimeout: integer(1, 10),
      CustomOriginConfig: object(
        {
          HTTPPort: integer(0, 65535),
          HTTPSPort: integer(0, 65535),
          OriginKeepaliveTimeout: integer(1, 60),
          OriginProtocolPolicy: oneOfValues("http-only", "match-viewer", "https-only"),
          OriginReadTimeout: integer(1, 60),
          OriginSSLProtocols: list(oneOfValues("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2")),
        },
        { required: ["OriginProtocolPolicy"] },
      ),
      DomainName: textOrFunction,
      OriginAccessControlId: textOrFunction,
      OriginCustomHeaders: list(object({ HeaderName: text, HeaderValue: text }, { required: ["HeaderName", "HeaderValue"] })),
      OriginPath: text,
      S3OriginConfig: object({ OriginAccessIdentity: anyOf(string({ pattern: /^origin-access-identity\/cloudfront\/.+/ }), cfFunction) }),
    },
    { required: ["DomainName"] },
  ),
  oneOf: [{ required: ["CustomOriginConfig"] }, { required: ["S3OriginConfig"] }],
  title: "an origin with either CustomOriginConfig or S3OriginConfig",
};

const methods = (...words: string[]): Schema => list(oneOfValues(...words), { minItems: words.length, uniqueItems: true });
const readMethods = [methods("GET", "HEAD"), methods("GET", "HEAD", "OPTIONS")];
const texts = list(text);
const behavior = object({
  AllowedMethods: anyOf(...readMethods, methods("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE")),
  CachedMethods: anyOf(...readMethods),
  CachePolicyId: text,
  Compress: boolean,
  FieldLevelEncryptionId: text,
  OriginRequestPolicyId: textOrFunction,
  ResponseHeadersPolicyId: textOrFunction,
  SmoothStreaming: boolean,
  TrustedSigners: texts,
  ViewerProtocolPolicy: oneOfValues("allow-all", "redirect-to-https", "https-only"),
  TrustedKeyGroups: list(anyOf(text, ref)),
  MaxTTL: { type: "number" },
  MinTTL: { type: "number" },
  DefaultTTL: { type: "number" },
  ForwardedValues: object(
    {
      Cookies: anyOf(
        object({ Forward: oneOfValues("all", "none") }, { required: ["Forward"] }),
        object({ Forward: constant("whitelist"), WhitelistedNames: texts }, { required: ["Forward", "WhitelistedNames"] }),
      ),
      Headers: texts,
      QueryString: boolean,
      QueryStringCacheKeys: texts,
    },
    { required: ["QueryString"] },
  ),
});

export const cloudFront = object({
  behavior,
  cachePolicy: {
    ...object({ id: cfText, name: string({ minLength: 1 }) }),
    oneOf: [{ required: ["id"] }, { required: ["name"] }],
    title: "an object with either id or name",
  },
  eventType: oneOfValues("viewer-request", "origin-request", "origin-response", "viewer-response"),
  isDefaultOrigin: boolean,
  includeBody: boolean,
  origin: anyOf(uri, origin),
  pathPattern: string({ pattern: /^([A-Za-z0-9_.*?$/~"'@:+-]|&amp;)+$/ }),
});
