import { createFileRoute } from "@tanstack/react-router";
import { OtherWebhookGuide } from "../../features/repository/other-webhook-guide.js";
import { WebhookGuide } from "../../features/repository/webhook-guide.js";
import { Card, Section } from "../../ui/card.js";
import { PageHeader } from "../../ui/page-header.js";

export const Route = createFileRoute("/_app/settings/webhook")({ component: WebhookPage });

function WebhookPage() {
  return (
    <div className="max-w-3xl">
      <PageHeader
        title="Webhook"
        description="One address and one secret of each service serve every repository there. To cover all repositories of an organisation, group or workspace, add the webhook to that."
      />
      <div className="space-y-8">
        <Section title="GitHub">
          <Card className="p-5 sm:p-6">
            <WebhookGuide fullName={null} />
          </Card>
        </Section>
        <Section title="GitLab">
          <Card className="p-5 sm:p-6">
            <OtherWebhookGuide provider="gitlab" />
          </Card>
        </Section>
        <Section title="Bitbucket">
          <Card className="p-5 sm:p-6">
            <OtherWebhookGuide provider="bitbucket" />
          </Card>
        </Section>
      </div>
    </div>
  );
}
