import type { Home } from "@windlass/contracts/home";
import { ArrowRight, FolderGit2, Play, Waypoints, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useMay } from "../../queries/me.js";
import { Button } from "../../ui/button.js";
import { Card } from "../../ui/card.js";
import { ButtonLink } from "../../ui/link.js";
import { useDocumentTitle } from "../../ui/use-document-title.js";
import { useSample } from "./use-sample.js";

/** The overview before the first service: the shortest way to something that runs, and the way to the reader's own. */
export function FirstSteps({ home }: { home: Home }) {
  useDocumentTitle("Overview");
  const mayCreate = useMay("service:create");
  if (!mayCreate) {
    return <p className="text-ink-soft">No service yet. An administrator or developer can add the first one.</p>;
  }
  return (
    <div>
      <header className="mb-8 max-w-2xl">
        <h1 className="text-title font-semibold tracking-tight">Nothing is deployed yet</h1>
        <p className="mt-1.5 text-ink-soft">
          Windlass takes a repository with a <code className="font-mono">serverless.yml</code>, turns it into a CloudFormation stack in your AWS
          account, and keeps every release so that any of them can be put back.
        </p>
      </header>
      <div className="grid grid-cols-1 max-w-4xl gap-4 md:grid-cols-2">
        {home.sampleAvailable && <SampleStep />}
        <OwnStep primary={!home.sampleAvailable && home.hasAccount} />
        {!home.sampleAvailable && <AccountStep primary={!home.hasAccount} />}
      </div>
    </div>
  );
}

function Step({ icon: Icon, title, text, children }: { icon: LucideIcon; title: string; text: ReactNode; children: ReactNode }) {
  return (
    <Card className="flex flex-col items-start p-6">
      <span className="mb-4 grid size-9 place-items-center rounded-md bg-sunken text-ink-soft">
        <Icon aria-hidden className="size-4.5" />
      </span>
      <h2 className="text-heading font-semibold">{title}</h2>
      <div className="mt-1.5 mb-5 flex-1 text-ink-soft">{text}</div>
      {children}
    </Card>
  );
}

function SampleStep() {
  const sample = useSample();
  return (
    <Step
      icon={Play}
      title="See it work first"
      text="Deploys a small HTTP service to the sandbox, an AWS emulator on this machine. No AWS account and no costs; it takes a few seconds, and you can call it when it is up."
    >
      <Button tone="primary" busy={sample.isPending} onClick={() => sample.mutate()}>
        Deploy the sample service
      </Button>
    </Step>
  );
}

function OwnStep({ primary }: { primary: boolean }) {
  return (
    <Step
      icon={FolderGit2}
      title="Start with your own"
      text="Point Windlass at a git repository. A service that the Serverless Framework has deployed is taken over as it stands: same stack, same names, same data."
    >
      <ButtonLink to="/services/new" tone={primary ? "primary" : "secondary"}>
        Add your service
        <ArrowRight aria-hidden />
      </ButtonLink>
    </Step>
  );
}

function AccountStep({ primary }: { primary: boolean }) {
  return (
    <Step
      icon={Waypoints}
      title="Connect an AWS account"
      text="There is no sandbox on this server, so a stage needs a real account: through a role that you grant, or with access keys."
    >
      <ButtonLink to="/accounts/new" tone={primary ? "primary" : "secondary"}>
        Connect an account
        <ArrowRight aria-hidden />
      </ButtonLink>
    </Step>
  );
}
