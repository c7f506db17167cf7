import type { CreateRepair, Obstacle, StackDiagnosis } from "@windlass/contracts/stack-diagnosis";
import { expect, it } from "vitest";
import { checkRepair, needsConfirmation } from "./check-repair.js";

const obstacle = (id: string, offers: Obstacle["offers"]): Obstacle => ({
  id,
  logicalId: id,
  physicalId: id,
  resourceType: "AWS::S3::Bucket",
  status: "DELETE_FAILED",
  why: "Not empty",
  stateful: true,
  content: null,
  offers,
});
const diagnosis: StackDiagnosis = {
  stackName: "orders-dev",
  stackId: "arn",
  status: "DELETE_FAILED",
  since: null,
  reason: null,
  action: "retry_deletion",
  explanation: "A deletion stopped half-way.",
  history: "succeeded",
  cause: null,
  obstacles: [obstacle("Files", ["empty", "retain"]), obstacle("Gone", ["retain"])],
  notes: [],
};
const repair = (more: Partial<CreateRepair>): CreateRepair => ({ action: "retry_deletion", skip: [], emptyBuckets: [], retain: [], ...more });

it("takes the diagnosis' own action, for resources that are in the way", () => {
  expect(() => checkRepair(diagnosis, repair({ emptyBuckets: ["Files"], retain: ["Gone"] }))).not.toThrow();
});

it("refuses every other action, with the reason", () => {
  for (const action of ["continue_rollback", "delete_failed_create", "clean_review"] as const) {
    expect(() => checkRepair(diagnosis, repair({ action }))).toThrow(expect.objectContaining({ code: "nothing_to_repair", hint: diagnosis.explanation }));
  }
});

it("refuses resources that are not in the way, and names those that are", () => {
  expect(() => checkRepair(diagnosis, repair({ emptyBuckets: ["Gone"] }))).toThrow(expect.objectContaining({ code: "invalid_request", hint: "These can: Files." }));
  expect(() => checkRepair(diagnosis, repair({ retain: ["Table"] }))).toThrow("Table of orders-dev cannot be retained.");
  expect(() => checkRepair(diagnosis, repair({ skip: ["Files"] }))).toThrow(expect.objectContaining({ hint: "There is nothing to skip." }));
});

it("wants the name typed where something is deleted or given up", () => {
  expect(needsConfirmation({ action: "continue_rollback", skip: [] })).toBe(false);
  expect(needsConfirmation({ action: "continue_rollback", skip: ["Table"] })).toBe(true);
  expect(needsConfirmation({ action: "clean_review", skip: [] })).toBe(false);
  expect(needsConfirmation({ action: "retry_deletion", skip: [] })).toBe(true);
  expect(needsConfirmation({ action: "delete_failed_create", skip: [] })).toBe(true);
});
