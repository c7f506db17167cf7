/** What stands for the identity that Windlass runs as, until somebody knows it. */
export const unknownPrincipal = "arn:aws:iam::<account in which Windlass runs>:root";

/**
 * The trust policy of a role that Windlass assumes, as JSON to paste. The external id makes sure that nobody else who
 * may assume roles from that account gets in.
 */
export function trustPolicy(externalId: string, principal: string = unknownPrincipal): string {
  return JSON.stringify(
    {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: principal },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": externalId } },
        },
      ],
    },
    null,
    2,
  );
}
