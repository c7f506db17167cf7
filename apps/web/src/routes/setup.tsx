import { createFileRoute, useRouter } from "@tanstack/react-router";
import { z } from "zod";
import { SetupForm } from "../features/sign-in/setup-form.js";
import { setupQuery } from "../queries/setup.js";
import { Mark } from "../shell/mark.js";
import { Mono } from "../ui/chip.js";
import { ButtonLink } from "../ui/link.js";
import { WelcomeFrame } from "../ui/welcome-frame.js";

export const Route = createFileRoute("/setup")({
  validateSearch: z.object({ token: z.string().optional().catch(undefined) }),
  loader: ({ context: { queryClient } }) => queryClient.fetchQuery(setupQuery),
  component: SetupPage,
});

function SetupPage() {
  const { token } = Route.useSearch();
  const { required } = Route.useLoaderData();
  const router = useRouter();
  if (!required) {
    return (
      <WelcomeFrame mark={<Mark />} title="This Windlass is set up" lead="Its administrator exists already.">
        <ButtonLink to="/sign-in" tone="primary">
          Go to sign-in
        </ButtonLink>
      </WelcomeFrame>
    );
  }
  if (token === undefined) {
    return (
      <WelcomeFrame mark={<Mark />} title="Open the setup link" lead="Only the person who started Windlass may create its administrator.">
        <p className="text-ink-soft">
          The terminal in which <Mono>npm start</Mono> runs shows a link that ends in <Mono>/setup?token=…</Mono>. Open that one. Each start
          makes a new link, and the last one counts.
        </p>
      </WelcomeFrame>
    );
  }
  return (
    <WelcomeFrame
      mark={<Mark />}
      title="Create the administrator"
      lead="The first person here runs this Windlass: accounts, people, and everything that is deployed."
    >
      <SetupForm token={token} onDone={() => router.navigate({ to: "/" })} />
    </WelcomeFrame>
  );
}
