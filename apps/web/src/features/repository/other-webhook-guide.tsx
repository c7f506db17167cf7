import { useQuery } from "@tanstack/react-query";
import { deliveryProviderNames, type WebhookSettings } from "@windlass/contracts/delivery";
import { useMay } from "../../queries/me.js";
import { webhookSettingsQuery } from "../../queries/webhook-settings.js";
import { CopyBlock } from "../../ui/copy-button.js";
import { TextLink } from "../../ui/link.js";
import { QueryView } from "../../ui/query-view.js";
import { SecretBlock } from "./secret-block.js";

type Provider = WebhookSettings["others"][number]["provider"];

const words = {
  gitlab: { where: "In the project's or group's settings, choose “Webhooks”, then “Add new webhook”.", secret: "Secret token", events: "Trigger: “Push events” and “Tag push events”; for previews and commands also “Merge request events” and “Comments”. “Test” sends one at once." },
  bitbucket: { where: "In the repository's or workspace's settings, choose “Webhooks”, then “Add webhook”.", secret: "Secret", events: "Triggers: “Repository push”; for previews and commands also “Pull request”: created, updated, merged, declined and comment created." },
} as const satisfies Record<Provider, object>;

/** How to make GitLab or Bitbucket tell Windlass what happens. */
export function OtherWebhookGuide({ provider }: { provider: Provider }) {
  const may = useMay("settings:manage");
  if (!may) return <p className="text-ink-soft">{`An administrator can see the webhook's address and secret, and set it up on ${deliveryProviderNames[provider]}.`}</p>;
  return <Steps provider={provider} />;
}

function Steps({ provider }: { provider: Provider }) {
  const query = useQuery(webhookSettingsQuery);
  const { where, secret: secretName, events } = words[provider];
  return (
    <QueryView query={query}>
      {({ others }) => (
        <ol className="list-decimal space-y-5 pl-5 marker:text-ink-faint">
          <li>{where}</li>
          {others.filter((other) => other.provider === provider).map(({ url, secret, signingToken }) => (
            <li key={url} className="space-y-3">
              <p>URL, which must be reachable from there:</p>
              <CopyBlock text={url} what="the URL" />
              <p>{`${secretName}, without which Windlass refuses a delivery:`}</p>
              <SecretBlock secret={secret} />
              {signingToken !== null && (
                <>
                  <p>Or, where the form has a “Signing token”, this instead, which is never sent along:</p>
                  <SecretBlock secret={signingToken} />
                </>
              )}
            </li>
          ))}
          <li>{events}</li>
          <li>
            Each push appears under <TextLink to="/deliveries">Deliveries</TextLink>, with what became of it.
          </li>
        </ol>
      )}
    </QueryView>
  );
}
