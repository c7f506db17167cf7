import type { RemovalResource } from "@windlass/contracts/removal";
import { expect, it } from "vitest";
import { firstChoice, isData, isUndecided, stays, toggled } from "./removal-choice.js";

const files: RemovalResource = {
  id: "Files",
  logicalId: "Files",
  physicalId: "orders-files",
  resourceType: "AWS::S3::Bucket",
  status: "CREATE_COMPLETE",
  stateful: true,
  retained: true,
  choice: true,
  content: { versions: 2, deleteMarkers: 0, more: false },
  outside: false,
};
const kept = { ...files, id: "Kept", choice: false };
const packages = { ...files, id: "P", logicalId: "ServerlessDeploymentBucket", retained: false };
const preview = { stackName: "orders-dev", stackId: "arn", status: "UPDATE_COMPLETE", resources: [files, kept, packages] };

it("keeps what holds data until somebody says otherwise, and always what the template keeps", () => {
  const choice = firstChoice(preview);
  expect([...choice.retain]).toEqual(["Files"]);
  const lost = { ...choice, retain: toggled(choice.retain, "Files", false) };
  expect([stays(files, choice), stays(files, lost), stays(kept, lost)]).toEqual([true, false, true]);
});

it("wants a decision about a full bucket that is to go, but not about the one of earlier packages", () => {
  const lost = { retain: new Set<string>(), empty: new Set<string>() };
  expect([isUndecided(files, firstChoice(preview)), isUndecided(files, lost), isUndecided(packages, lost)]).toEqual([false, true, false]);
  expect(isUndecided(files, { ...lost, empty: toggled(lost.empty, "Files", true) })).toBe(false);
  expect(isUndecided({ ...files, content: { versions: 0, deleteMarkers: 0, more: false } }, lost)).toBe(false);
});

it("asks about what holds data of its own: not about log groups and earlier packages", () => {
  const group = { ...files, resourceType: "AWS::Logs::LogGroup", retained: false };
  expect([files, kept, packages, group].map(isData)).toEqual([true, true, false, false]);
});
