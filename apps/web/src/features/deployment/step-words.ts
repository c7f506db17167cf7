import type { StepName } from "@windlass/contracts/step";

/** What a step is called, and what it does. */
export const stepWords = {
  checkout: { label: "Checkout", description: "Reads the commit from the repository" },
  build: { label: "Build", description: "Installs dependencies and runs the build command" },
  compile: { label: "Compile", description: "Turns serverless.yml into a CloudFormation template and packages the code" },
  check: { label: "Check", description: "Holds the template against the policy rules" },
  publish: { label: "Publish", description: "Uploads the artifacts that the bucket does not have yet" },
  plan: { label: "Plan", description: "Asks CloudFormation what would change" },
  approve: { label: "Approve", description: "Waits for a decision" },
  apply: { label: "Apply", description: "Lets CloudFormation make the changes" },
  verify: { label: "Verify", description: "Reads outputs and endpoints of what was deployed" },
  guard: { label: "Guard", description: "Watches the new release, and puts the one before back if it is worse" },
  finish: { label: "Finish", description: "Makes the release the stage's current one" },
} as const satisfies Record<StepName, { label: string; description: string }>;
