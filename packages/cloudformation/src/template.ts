/** A value as JSON has it. An object's undefined members are absent from the text. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json | undefined };

/** One resource of a CloudFormation template. */
export type Resource = {
  Type: string;
  Properties?: JsonObject | undefined;
  DependsOn?: string | string[] | undefined;
  Condition?: string | undefined;
  DeletionPolicy?: string | undefined;
  UpdateReplacePolicy?: string | undefined;
  CreationPolicy?: JsonObject | undefined;
  UpdatePolicy?: JsonObject | undefined;
  Metadata?: JsonObject | undefined;
  Version?: Json | undefined;
};

/** One output of a CloudFormation template. */
export type Output = {
  Value: Json;
  Description?: Json | undefined;
  Export?: { Name: Json } | undefined;
  Condition?: string | undefined;
};

/** A CloudFormation template, in the sections that AWS knows. */
export type Template = {
  AWSTemplateFormatVersion?: string;
  Description?: string;
  Metadata?: JsonObject;
  Parameters?: JsonObject;
  Mappings?: JsonObject;
  Conditions?: JsonObject;
  Transform?: Json;
  Rules?: JsonObject;
  Resources: Record<string, Resource>;
  Outputs: Record<string, Output>;
};

/** Whether a JSON value is an object (not null, not a list). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
