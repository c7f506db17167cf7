import { expect, it } from "vitest";
import { trustPolicy, unknownPrincipal } from "./trust-policy.js";

it("is JSON that names the external id as a condition", () => {
  const policy: unknown = JSON.parse(trustPolicy("wl-1", "arn:aws:iam::111122223333:root"));
  expect(policy).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": "wl-1" } },
      },
    ],
  });
  expect(trustPolicy("wl-1")).toContain(unknownPrincipal);
});
