/** What CloudFormation takes of one template (quotas of 2026; none of them can be raised but by splitting the template). */
export const templateLimits = {
  resources: 500,
  outputs: 200,
  parameters: 200,
  mappings: 200,
  /** Of a template in S3, as Windlass gives it to CloudFormation. AWS counts a megabyte as a million. */
  templateBytes: 1_000_000,
  /** Of a template inside the request. */
  inlineTemplateBytes: 51_200,
} as const;

export type LimitName = keyof typeof templateLimits;
