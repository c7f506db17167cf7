import type { CanaryReport } from "@windlass/contracts/canary";
import type { DeploymentKind } from "@windlass/contracts/deployment-kind";
import type { DeploymentOptions } from "@windlass/contracts/deployment-options";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import type { ProblemDetail, SourcePlace } from "@windlass/contracts/error";
import type { GuardReport } from "@windlass/contracts/guard";
import type { PolicyLevel } from "@windlass/contracts/finding";
import type { Plan } from "@windlass/contracts/plan";
import type { Artifact, Commit, FunctionSummary, StackSettings } from "@windlass/contracts/release";
import type { AccountAccess } from "../account/account-access.js";
import type { ServiceInputs } from "@windlass/contracts/input-text";
import type { OpenRepository } from "../repository/open-repository.js";
import type { OpenParameter } from "../stage/open-parameters.js";
import type { InputSource } from "./input-sources.js";
import type { StageSettings } from "@windlass/contracts/stage-settings";
import type { StepName, StepState } from "@windlass/contracts/step";

/** A release as a run needs it, with its template. */
export type StoredRelease = {
  id: string;
  number: number;
  commit: Commit;
  stackName: string;
  stackTags: Record<string, string>;
  stackSettings: StackSettings;
  capabilities: string[];
  template: string;
  templateHash: string;
  artifacts: Artifact[];
  functions: FunctionSummary[];
  sourceMap: Record<string, SourcePlace>;
};

/** Everything that a worker must know of a deployment to run it, with its secrets opened. */
export type DeploymentRun = {
  id: string;
  number: number;
  kind: DeploymentKind;
  state: DeploymentState;
  /** By the database's clock. Nothing of it was in AWS before. */
  createdAt: Date;
  ref: string | null;
  /** What was asked of it besides its kind. */
  options: DeploymentOptions;
  /** Set once the ref was resolved, or when the request named the commit. */
  commit: Pick<Commit, "sha"> | null;
  plan: Plan | null;
  error: ProblemDetail | null;
  /** Somebody else's work on the stack that it waits for, where it gave its worker back. */
  wait: { reason: string; since: Date } | null;
  steps: ReadonlyMap<StepName, { state: StepState; output: unknown; startedAt: Date | null }>;
  /** What the steps keep on their way, so that a worker that takes over goes on where the last one was. */
  results: { guards: GuardReport | null; canary: CanaryReport | null };
  release: StoredRelease | null;
  service: { name: string; rootDirectory: string; configFile: string | null; buildCommand: string[] | null; submodules: boolean; lfs: boolean };
  repository: OpenRepository;
  stage: {
    id: string;
    name: string;
    region: string;
    branch: string | null;
    stackName: string | null;
    hasCurrentRelease: boolean;
    policyLevels: Record<string, PolicyLevel>;
    settings: StageSettings;
    parameters: OpenParameter[];
  };
  account: { name: string; access: AccountAccess };
  /** Parameters of the service for all of its stages, as they are written, and what they take from other services. */
  inputs: ServiceInputs;
  inputSources: InputSource[];
};
