import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Token } from "@windlass/contracts/token";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { Button } from "../../ui/button.js";
import { Chip, Mono } from "../../ui/chip.js";
import { useNow } from "../../ui/clock.js";
import { ConfirmDelete } from "../../ui/confirm-delete.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../ui/table.js";

export function TokenList({ tokens }: { tokens: readonly Token[] }) {
  return (
    <Table label="API tokens" stack>
      <TableHead>
        <TableRow>
          <TableHeading>For</TableHeading>
          <TableHeading>Begins with</TableHeading>
          <TableHeading>Last used</TableHeading>
          <TableHeading>Expires</TableHeading>
          <TableHeading>
            <span className="sr-only">Revoke</span>
          </TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </TableBody>
    </Table>
  );
}

function TokenRow({ token }: { token: Token }) {
  const queryClient = useQueryClient();
  const now = useNow();
  const revoke = useMutation({
    mutationFn: () => api.tokens.delete(token.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["tokens"] }),
  });
  const expired = token.expiresAt !== null && Date.parse(token.expiresAt) <= now;
  return (
    <TableRow>
      <TableCell className="font-medium">{token.name}</TableCell>
      <TableCell label="Begins with">
        <Mono>{`${token.prefix}…`}</Mono>
      </TableCell>
      <TableCell label="Last used">{token.lastUsedAt === null ? <span className="text-ink-faint">never</span> : <RelativeTime at={token.lastUsedAt} />}</TableCell>
      <TableCell label="Expires">
        {token.expiresAt === null ? "never" : expired ? <Chip tone="bad">expired</Chip> : <RelativeTime at={token.expiresAt} />}
      </TableCell>
      <TableCell className="sm:text-right">
        <ConfirmDelete
          name={token.name}
          title={`Revoke “${token.name}”?`}
          action="Revoke the token"
          lost="Whatever uses it is refused from this moment on."
          busy={revoke.isPending}
          problem={revoke.error === null ? null : problemOf(revoke.error)}
          trigger={
            <Button size="small" tone="danger-quiet">
              Revoke…
            </Button>
          }
          onConfirm={() => revoke.mutate()}
        />
      </TableCell>
    </TableRow>
  );
}
