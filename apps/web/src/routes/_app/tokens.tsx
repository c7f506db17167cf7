import { useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import type { CreatedToken } from "@windlass/contracts/token";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { CreateTokenForm } from "../../features/token/create-token-form.js";
import { NewToken } from "../../features/token/new-token.js";
import { TokenList } from "../../features/token/token-list.js";
import { tokensQuery } from "../../queries/tokens.js";
import { Card } from "../../ui/card.js";
import { EmptyState } from "../../ui/empty-state.js";
import { PageHeader } from "../../ui/page-header.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/tokens")({
  loader: ({ context: { queryClient } }) => void queryClient.prefetchQuery(tokensQuery),
  component: TokensPage,
});

function TokensPage() {
  const query = useQuery(tokensQuery);
  const [created, setCreated] = useState<CreatedToken | null>(null);
  return (
    <div className="max-w-4xl">
      <PageHeader title="API tokens" description="For programs that act for you: the command line, CI. A token may do what you may do." />
      <div className="space-y-6">
        {created === null ? (
          <Card className="p-5">
            <CreateTokenForm onCreated={setCreated} />
          </Card>
        ) : (
          <NewToken token={created} onDone={() => setCreated(null)} />
        )}
        <QueryView query={query}>
          {(tokens) =>
            tokens.length === 0 ? (
              <EmptyState icon={<KeyRound aria-hidden />} title="No token yet">
                Create one above to deploy from the command line or from CI. Revoke it here when it is no longer needed.
              </EmptyState>
            ) : (
              <TokenList tokens={tokens} />
            )
          }
        </QueryView>
      </div>
    </div>
  );
}
