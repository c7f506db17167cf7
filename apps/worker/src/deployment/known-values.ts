import type { KnownValues } from "@windlass/cloudformation/resolve-text";
import { isJsonObject, type JsonObject } from "@windlass/cloudformation/template";
import type { StoredRelease } from "@windlass/operations/deployment-run/deployment-run";

type Known = { release: Pick<StoredRelease, "stackName" | "stackSettings">; region: string; stackId: string; template: JsonObject };

/** Pseudo parameters and parameters of a stack whose values are certain. */
export function knownValues({ release, region, stackId, template }: Known): KnownValues {
  // arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/ID
  const [, partition = "aws", , , accountId = ""] = stackId.split(":");
  return {
    ...defaultsOf(template),
    ...Object.fromEntries(release.stackSettings.parameters.flatMap(({ key, value }) => (value === null ? [] : [[key, value]]))),
    "AWS::Region": region,
    "AWS::AccountId": accountId,
    "AWS::Partition": partition,
    "AWS::StackName": release.stackName,
    "AWS::StackId": stackId,
  };
}

/** Of parameters that are what they say: one of an SSM type names a parameter that AWS looks up. */
function defaultsOf(template: JsonObject): Record<string, string> {
  const parameters = isJsonObject(template["Parameters"]) ? template["Parameters"] : {};
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, parameter]) => {
      if (!isJsonObject(parameter) || (parameter["Type"] !== "String" && parameter["Type"] !== "Number")) return [];
      const value = parameter["Default"];
      return typeof value === "string" || typeof value === "number" ? [[name, String(value)]] : [];
    }),
  );
}
