import { createFileRoute } from "@tanstack/react-router";
import { WebhookGuide } from "../../features/repository/webhook-guide.js";
import { Card } from "../../ui/card.js";
import { PageHeader } from "../../ui/page-header.js";

export const Route = createFileRoute("/_app/settings/webhook")({ component: WebhookPage });

function WebhookPage() {
  return (
    <div className="max-w-3xl">
      <PageHeader
        title="Webhook"
        description="One address and one secret serve every repository. To cover all repositories of a GitHub organisation, add the webhook to the organisation."
      />
      <Card className="p-5 sm:p-6">
        <WebhookGuide fullName={null} />
      </Card>
    </div>
  );
}
