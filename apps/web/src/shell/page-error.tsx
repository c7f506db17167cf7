import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { problemOf } from "../api/problem-of.js";
import { ButtonLink } from "../ui/link.js";
import { Problem } from "../ui/problem.js";

/** What a page shows when it could not be read: the problem, and a way on. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  const retry = () => {
    queries.reset();
    reset();
    void router.invalidate();
  };
  return (
    <div className="mx-auto w-full max-w-2xl py-6">
      <Problem
        problem={problemOf(error)}
        onRetry={retry}
        actions={
          <ButtonLink to="/" size="small">
            Go to the overview
          </ButtonLink>
        }
      />
    </div>
  );
}
