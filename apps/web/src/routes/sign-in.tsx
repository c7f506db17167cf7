import { createFileRoute, redirect, useRouter } from "@tanstack/react-router";
import { z } from "zod";
import { safeDestination } from "../features/sign-in/safe-destination.js";
import { SignInForm } from "../features/sign-in/sign-in-form.js";
import { setupQuery } from "../queries/setup.js";
import { Mark } from "../shell/mark.js";
import { WelcomeFrame } from "../ui/welcome-frame.js";

export const Route = createFileRoute("/sign-in")({
  validateSearch: z.object({ from: z.string().optional().catch(undefined) }),
  beforeLoad: async ({ context: { queryClient } }) => {
    const setup = await queryClient.fetchQuery(setupQuery);
    if (setup.required) redirect({ to: "/setup", throw: true });
  },
  component: SignInPage,
});

function SignInPage() {
  const { from } = Route.useSearch();
  const router = useRouter();
  return (
    <WelcomeFrame mark={<Mark />} title="Sign in">
      <SignInForm onSignedIn={() => router.navigate({ href: safeDestination(from) })} />
    </WelcomeFrame>
  );
}
