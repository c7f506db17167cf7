import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { problemOf } from "../api/problem-of.js";
import { Problem } from "./problem.js";
import { SkeletonRows } from "./skeleton.js";

/** What a query is: being read, failed with a way to try again, or there. */
export function QueryView<T>({
  query,
  pending = <SkeletonRows />,
  children,
}: {
  query: Pick<UseQueryResult<T>, "data" | "error" | "refetch">;
  pending?: ReactNode;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <Problem problem={problemOf(query.error)} onRetry={() => void query.refetch()} />;
  return pending;
}
