import { useQuery } from "@tanstack/react-query";
import { useMay } from "../../queries/me.js";
import { webhookSettingsQuery } from "../../queries/webhook-settings.js";
import { Mono } from "../../ui/chip.js";
import { CopyBlock } from "../../ui/copy-button.js";
import { ExternalLink, TextLink } from "../../ui/link.js";
import { QueryView } from "../../ui/query-view.js";
import { SecretBlock } from "./secret-block.js";

/** How to make GitHub tell Windlass about pushes: address, secret and the clicks. */
export function WebhookGuide({ fullName }: { fullName: string | null }) {
  const may = useMay("settings:manage");
  if (!may) return <p className="text-ink-soft">An administrator can see the webhook's address and secret, and set it up on GitHub.</p>;
  return <Steps fullName={fullName} />;
}

function Steps({ fullName }: { fullName: string | null }) {
  const query = useQuery(webhookSettingsQuery);
  return (
    <QueryView query={query}>
      {({ url, secret, contentType }) => (
        <ol className="list-decimal space-y-5 pl-5 marker:text-ink-faint">
          <li>
            {fullName === null ? (
              <>On GitHub, open the repository's settings, choose “Webhooks”, then “Add webhook”.</>
            ) : (
              <>
                Open <ExternalLink href={`https://github.com/${fullName}/settings/hooks/new`}>{`the new webhook of ${fullName}`}</ExternalLink> on GitHub.
              </>
            )}
          </li>
          <li>
            <p className="mb-2">Payload URL. GitHub must be able to reach it:</p>
            <CopyBlock text={url} what="the payload URL" />
          </li>
          <li>
            Content type: <Mono className="font-semibold">{contentType}</Mono>
          </li>
          <li>
            <p className="mb-2">Secret. With it GitHub signs each delivery, and Windlass refuses any other:</p>
            <SecretBlock secret={secret} />
          </li>
          <li>Events: “Just the push event”; for previews and commands also “Pull requests” and “Issue comments”. Save it; GitHub sends a ping at once.</li>
          <li>
            The ping appears under <TextLink to="/deliveries">Deliveries</TextLink>, as does each push and what became of it.
          </li>
        </ol>
      )}
    </QueryView>
  );
}
