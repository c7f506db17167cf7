import { useQuery } from "@tanstack/react-query";
import { accountsQuery } from "../../queries/accounts.js";
import { Mono } from "../../ui/chip.js";
import { CopyBlock } from "../../ui/copy-button.js";
import { trustPolicy } from "./trust-policy.js";

/** The external id, and the trust policy to paste into the role in AWS. */
export function RoleTrust({ externalId }: { externalId: string }) {
  // Where Windlass runs on AWS, its own account is the one that the server's credentials belong to.
  const own = useQuery(accountsQuery).data?.find((account) => account.kind === "ambient")?.awsAccountId;
  const principal = own === undefined || own === null ? undefined : `arn:aws:iam::${own}:root`;
  return (
    <ol className="list-decimal space-y-5 pl-5 marker:text-ink-faint">
      <li>
        <p className="mb-2">Open the role in the AWS console, choose “Trust relationships”, and put this in place of its trust policy:</p>
        <CopyBlock text={trustPolicy(externalId, principal)} what="the trust policy" multiline />
        {principal === undefined && (
          <p className="mt-2 text-note text-ink-faint">
            Write the AWS account in which this Windlass runs, or better the exact role or user it runs as, in place of the words in angle brackets.
          </p>
        )}
      </li>
      <li>
        <p className="mb-2">The external id in it belongs to this account alone. Windlass made it and sends it along each time:</p>
        <CopyBlock text={externalId} what="the external id" />
      </li>
      <li>
        The role needs what your stacks need: CloudFormation, S3, Lambda, IAM roles, CloudWatch and each service that <Mono>serverless.yml</Mono>{" "}
        names. If something is missing, the deployment names the denied action.
      </li>
      <li>Verify above.</li>
    </ol>
  );
}
