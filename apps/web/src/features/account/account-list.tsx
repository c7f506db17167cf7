import type { Account } from "@windlass/contracts/account";
import { Mono } from "../../ui/chip.js";
import { PlainLink } from "../../ui/link.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../ui/table.js";
import { accountKindText } from "./account-kind.js";
import { AccountState } from "./account-state.js";

export function AccountList({ accounts }: { accounts: readonly Account[] }) {
  return (
    <Table label="AWS accounts" stack>
      <TableHead>
        <TableRow>
          <TableHeading>Name</TableHeading>
          <TableHeading>AWS account</TableHeading>
          <TableHeading>Reached by</TableHeading>
          <TableHeading>Region</TableHeading>
          <TableHeading className="text-right">Stages</TableHeading>
          <TableHeading>Credentials</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {accounts.map((account) => (
          <TableRow key={account.id}>
            <TableCell>
              <PlainLink to="/accounts/$account" params={{ account: account.name }} data-row className="font-medium">
                {account.name}
              </PlainLink>
            </TableCell>
            <TableCell label="AWS account">{account.awsAccountId === null ? "–" : <Mono>{account.awsAccountId}</Mono>}</TableCell>
            <TableCell label="Reached by">{accountKindText[account.kind]}</TableCell>
            <TableCell label="Region">
              <Mono>{account.defaultRegion}</Mono>
            </TableCell>
            <TableCell label="Stages" className="tabular-nums sm:text-right">
              {account.stageCount}
            </TableCell>
            <TableCell label="Credentials">
              <AccountState account={account} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
