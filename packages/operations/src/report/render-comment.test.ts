import type { Finding } from "@windlass/contracts/finding";
import type { Plan, ResourceChange } from "@windlass/contracts/plan";
import { forgeLinks } from "@windlass/contracts/forge-links";
import { describe, expect, it } from "vitest";
import { checkAnnotations } from "./check-annotations.js";
import type { DeploymentFacts } from "./deployment-facts.js";
import { describeCheck } from "./describe-check.js";
import { describeDeployment } from "./describe-deployment.js";
import type { PreviewFacts, PullRequestFacts } from "./pull-request-facts.js";
import { renderComment } from "./render-comment.js";

const places = { links: forgeLinks("github", "https://github.com/acme/shop"), publicUrl: "https://deploy.example.com" };
const sha = "0123456789abcdef0123456789abcdef01234567";

function change(logicalId: string, rest: Partial<ResourceChange> = {}): ResourceChange {
  return { logicalId, physicalId: null, resourceType: "AWS::Lambda::Function", action: "change", replacement: "no", stateful: false, risk: "none", properties: [], ...rest };
}

function planOf(changes: ResourceChange[]): Plan {
  const count = (action: string) => changes.filter((each) => each.action === action).length;
  const counts = { added: count("add"), changed: count("change"), replaced: count("replace"), removed: count("remove") };
  return { changeSetId: null, operation: "update", changes, counts, access: [], code: [], budget: null, exportsInUse: [] };
}

function finding(rest: Partial<Finding> = {}): Finding {
  return { id: "1", pack: "core", rule: "S3_001", title: "Buckets are encrypted", severity: "high", level: "mandatory", outcome: "fail", logicalId: "Files", resourceType: "AWS::S3::Bucket", templatePath: null, place: { file: "serverless.yml", line: 12, column: 3, property: null }, message: "Files is not encrypted", hint: "Encrypt it.", ...rest };
}

function deployment(rest: Partial<DeploymentFacts> = {}): DeploymentFacts {
  return {
    id: "d1", number: 3, kind: "deploy", state: "succeeded", sha, error: null, plan: planOf([change("Hello")]), endpoints: [{ kind: "httpApi", name: "HttpApi", url: "https://x1.execute-api.us-east-1.amazonaws.com" }],
    durationMs: 42_000, waitReason: null, supersededBy: null, findings: [], service: "orders", stage: "pr-7", rootDirectory: "services/orders", isProduction: false, isTransient: true, isCurrent: true, isLastOfCommit: true, isUpload: false, ...rest,
  };
}

function pull(previews: Partial<PreviewFacts>[], rest: Partial<PullRequestFacts> = {}): PullRequestFacts {
  const preview: PreviewFacts = { service: "orders", isPlan: false, stage: "pr-7", state: "open", reason: "wanted", message: "", buildFiles: [], isPinned: false, leftovers: 0, deployment: deployment(), costPerDay: null };
  return { number: 7, state: "open", headSha: sha, isFork: false, previews: previews.map((each) => ({ ...preview, ...each })), ...rest };
}

describe("the comment of a pull request", () => {
  it("says of each service how it stands, where it answers, how long it took and what it costs", () => {
    const text = renderComment(pull([{ costPerDay: 0.004 }, { service: "payments", costPerDay: 1.5, deployment: deployment({ service: "payments", state: "deploying", isCurrent: false }) }]), places);
    expect(text).toMatch(/^### Windlass previews · \[<code>0123456<\/code>\]\(https:\/\/github\.com\/acme\/shop\/commit\/0123/);
    expect(text).toContain("| Service | State | Address | Took | Idle, per day |");
    const row = text.split("\n").find((line) => line.startsWith("| [orders"));
    expect(row).toContain("✅ Deployed: 1 changed");
    expect(row).toContain("(https://x1.execute-api.us-east-1.amazonaws.com/) | 42 s | < $0.01 |");
    expect(row).toContain("(https://deploy.example.com/services/orders/stages/pr-7/deployments/3)");
    expect(text.split("\n").find((line) => line.startsWith("| [payments"))).toMatch(/⏳ Deploys: 1 changed .* \|  \| 42 s \| ≈ \$1\.50 \|$/);
  });

  it("shows a plan as what it is: nothing is deployed, and nothing is removed", () => {
    const plan = { isPlan: true, stage: "prod", costPerDay: 0.5, deployment: deployment({ kind: "preview", stage: "prod", isCurrent: false, endpoints: [], findings: [finding()] }) };
    const text = renderComment(pull([plan]), places);
    expect(text).toMatch(/^### Windlass plan · /);
    expect(text).toContain("✅ Would be: 1 changed");
    expect(text).toContain("/services/orders/stages/prod/deployments/3)");
    expect(text).toContain("**Policies:** 1 mandatory");
    expect(text).toContain("≈ $0.50");
    expect(renderComment(pull([{ ...plan, state: "removed", reason: "merged" }], { state: "merged" }), places)).toMatch(/^### Windlass plan of this closed pull request[^]*⚪ Over: merged/);
  });

  it("names what holds data and goes, and findings with their line", () => {
    const changes = [change("Table", { resourceType: "AWS::DynamoDB::Table", action: "replace", stateful: true, properties: [{ path: "KeySchema", requiresRecreation: "always", before: null, after: null }] }), change("Old", { action: "remove" }), change("Hello")];
    const text = renderComment(pull([{ deployment: deployment({ plan: planOf(changes), findings: [finding(), finding({ rule: "L_002", level: "advisory", severity: "low", place: null })] }) }]), places);
    expect(text).toContain("**These hold data:**\n- replaces <code>Table</code> (AWS::DynamoDB::Table), for <code>KeySchema</code>");
    expect(text).toContain("- removes <code>Old</code> (AWS::Lambda::Function)");
    expect(text).toContain("<details><summary>1 other resource</summary>\n\n- changes <code>Hello</code> (AWS::Lambda::Function)\n\n</details>");
    expect(text).toContain("**Policies:** 1 mandatory\n- high <code>S3&#95;001</code> <code>Files</code>: Files is not encrypted — [<code>services/orders/serverless.yml:12</code>](https://github.com/acme/shop/blob/0123456789abcdef0123456789abcdef01234567/services/orders/serverless.yml#L12)");
    expect(text).toContain("**Policies:** 1 advisory");
  });

  it("says what failed, with its line", () => {
    const error = { code: "config_invalid", message: "functions.hello: unknown", hint: "Correct it.", places: [{ file: "serverless.yml", line: 4, column: 1, property: null, message: "unknown property" }] } as const;
    const text = renderComment(pull([{ deployment: deployment({ state: "failed", plan: null, isCurrent: false, error: { ...error, places: [...error.places] } }) }]), places);
    expect(text).toContain("❌ functions.hello: unknown");
    expect(text).toContain("- unknown property — [<code>services/orders/serverless.yml:4</code>]");
    expect(text).not.toContain("execute-api");
  });

  it("says why there is nothing, or nothing any more", () => {
    const rows: Partial<PreviewFacts>[] = [
      { state: "awaiting_approval", reason: "fork", stage: null, deployment: null, message: "The code comes from a fork.", buildFiles: ["package.json"] },
      { state: "awaiting_room", reason: "limit", stage: null, deployment: null, message: "There are 10 previews already." },
      { state: "removing", reason: "closed", leftovers: 2 },
      { state: "removed", reason: "merged", stage: null, deployment: null },
    ];
    const text = renderComment(pull(rows, { state: "merged" }), places);
    expect(text).toContain("### Windlass previews of this closed pull request");
    for (const words of ["✋ Waits until somebody lets this code run", "⏳ There are 10 previews already.", "⚠️ Being removed, 2 left in AWS", "⚪ Removed: merged", "The code comes from a fork. [Look at it in Windlass.](https://deploy.example.com/services/orders)", "- <code>package.json</code>"]) expect(text).toContain(words);
  });

  it("lets no text of others format, link or mention anybody (issue 4, 13)", () => {
    const evil = "@octocat **x** [a](https://evil.example) | b\n# c <img src=x onerror=y> --> `d` #1 ![p](https://evil.example/p.png)";
    const hostile = deployment({
      state: "failed",
      error: { code: "build_failed", message: evil, hint: evil, places: [{ file: `${evil}/serverless.yml`, line: 1, column: null, property: null, message: evil }] },
      plan: planOf([change(evil, { resourceType: evil, action: "remove", stateful: true, properties: [{ path: evil, requiresRecreation: "always", before: evil, after: evil }] })]),
      findings: [finding({ rule: evil, logicalId: evil, message: evil })],
    });
    const text = renderComment(pull([{ deployment: hostile, message: evil, service: "orders" }, { state: "awaiting_approval", message: evil, buildFiles: [evil], deployment: null }]), places);
    expect(text).not.toMatch(/@octocat|\*\*x\*\*|\]\(https:\/\/evil|<img|(?<!&)#1|!\[|\n# c/);
    // Each row of the table has its cells and no more.
    for (const row of text.split("\n").filter((line) => line.startsWith("| "))) expect(row.match(/\|/g)).toHaveLength(5);
  });

  it("is never longer than GitHub takes, and keeps what matters most", () => {
    const big = deployment({
      plan: planOf([change("Table", { action: "remove", stateful: true }), ...Array.from({ length: 500 }, (_, index) => change(`Resource${index}`, { action: "remove" }))]),
      findings: Array.from({ length: 500 }, (_, index) => finding({ message: `${index} ${"m".repeat(300)}`, level: index % 2 ? "advisory" : "mandatory" })),
    });
    const text = renderComment(pull(Array.from({ length: 15 }, (_, index) => ({ service: `service-${index}`, deployment: big }))), places);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.match(/^\| \[service-/gm)).toHaveLength(15);
    expect(text.match(/These hold data/g)).toHaveLength(15);
    expect(text).toMatch(/_… and \d+ more: Windlass shows all\._/);
  });
});

it("links where GitLab has its pages, and has GitLab's word", () => {
  const at = { ...places, links: forgeLinks("gitlab", "https://gitlab.com/acme/web/shop") };
  const text = renderComment(pull([{ deployment: deployment({ findings: [finding()] }) }], { state: "closed" }), at);
  expect(text).toContain("previews of this closed merge request");
  expect(text).toContain(`(https://gitlab.com/acme/web/shop/-/commit/${sha})`);
  expect(text).toContain(`(https://gitlab.com/acme/web/shop/-/blob/${sha}/services/orders/serverless.yml#L12)`);
});

describe("a commit", () => {
  it("is told the outcome under the stage's name; a plan under another one, and a removal nothing", () => {
    const at = { links: places.links, pageUrl: null };
    expect(describeCheck(deployment(), at)).toMatchObject({ name: "windlass / orders / pr-7", check: { status: { conclusion: "success" }, title: "Deployed: 1 changed" }, status: { state: "success", description: "Deployed: 1 changed" } });
    expect(describeCheck(deployment({ kind: "preview" }), at)?.name).toBe("windlass / orders / pr-7 (plan)");
    expect(describeCheck(deployment({ kind: "remove" }), at)).toBeNull();
    expect(describeCheck(deployment({ state: "superseded", supersededBy: 4 }), at)).toMatchObject({ check: { status: { conclusion: "cancelled" }, title: "Superseded by #4" }, status: { state: "error" } });
    expect(describeCheck(deployment({ state: "awaiting_approval" }), at)).toMatchObject({ check: { status: "in_progress", title: "Waits for approval: 1 changed" }, status: { state: "pending" } });
  });

  it("gets annotations at lines of the repository, the same ones first in each later state", () => {
    const facts = deployment({ state: "planning", findings: [finding(), finding({ place: { file: "../../etc/passwd", line: 1, column: 1, property: null } }), finding({ place: { file: "x.yml", line: null, column: null, property: null } }), finding({ level: "advisory", place: { file: "../shared.yml", line: 2, column: 1, property: null } })] });
    const early = checkAnnotations(facts);
    expect(early.map(({ path, startLine, level }) => [path, startLine, level])).toEqual([["services/orders/serverless.yml", 12, "failure"], ["etc/passwd", 1, "failure"], ["services/shared.yml", 2, "warning"]]);
    const resource = { logicalId: "Files", resourceType: "AWS::S3::Bucket", status: "CREATE_FAILED", reason: "taken", place: { file: "serverless.yml", line: 9, column: 1, property: null } };
    const late = checkAnnotations({ ...facts, state: "failed", error: { code: "stack_failed", message: "m", hint: "h", resource } });
    expect(late.slice(0, early.length)).toEqual(early);
    expect(late.at(-1)).toMatchObject({ startLine: 9, title: "Files failed" });
    expect(checkAnnotations({ ...facts, state: "preparing" })).toEqual([]);
  });

  it("is a deployment while the stage runs it, and an inactive one after that or where it never ran", () => {
    const stateOf = (rest: Partial<DeploymentFacts>) => describeDeployment(deployment(rest))?.status.state;
    expect([stateOf({}), stateOf({ isCurrent: false }), stateOf({ state: "superseded" }), stateOf({ state: "rolled_back" }), stateOf({ state: "awaiting_approval" }), stateOf({ kind: "preview" })]).toEqual(["success", "inactive", "inactive", "failure", "queued", undefined]);
  });
});
