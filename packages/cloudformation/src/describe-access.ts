import { isJsonObject, type Json, type JsonObject } from "./template.js";
import { resolveText } from "./resolve-text.js";

type Described = { text: string; broad: boolean };

const pseudo = { "AWS::Partition": "aws" };

/** A policy's statement in one line: `Allow s3:GetObject on ${Bucket.Arn}/* if {…}`. Broad: all of a service or everything, for or on anything. */
export function describeStatement(statement: JsonObject): Described {
  const part = (name: string): string[] => texts(statement[name]);
  const [actions, notActions, resources, notResources] = [part("Action"), part("NotAction"), part("Resource"), part("NotResource")];
  const who = principals(statement["Principal"]);
  const notWho = principals(statement["NotPrincipal"]);
  const effect = texts(statement["Effect"])[0] ?? "Allow";
  const condition = statement["Condition"];
  const text = [
    effect,
    who.length > 0 ? `${who.join(", ")} to` : "",
    notWho.length > 0 ? `all but ${notWho.join(", ")} to` : "",
    notActions.length > 0 ? `all but ${notActions.join(", ")}` : actions.join(", "),
    notResources.length > 0 ? `on all but ${notResources.join(", ")}` : resources.length > 0 ? `on ${resources.join(", ")}` : "",
    isJsonObject(condition) ? `if ${JSON.stringify(condition)}` : "",
  ];
  const wide = actions.some((action) => action === "*" || action.endsWith(":*")) || notActions.length > 0;
  const everywhere = who.length > 0 || resources.includes("*") || notResources.length > 0;
  const broad = (wide && everywhere) || actions.includes("*") || who.includes("*") || notWho.length > 0 || actions.some((action) => action.endsWith("/AdministratorAccess"));
  return { text: text.filter((word) => word !== "").join(" "), broad: effect !== "Deny" && effect !== "Bounded by" && broad };
}

/** A rule of a security group in one line: `in tcp 443 from 0.0.0.0/0`. Broad: any address. */
export function describeRule(direction: "in" | "out", rule: JsonObject): Described {
  const protocol = resolveText(rule["IpProtocol"], pseudo);
  const [from, to] = [resolveText(rule["FromPort"], pseudo), resolveText(rule["ToPort"], pseudo)];
  const ports = from === "" || from === "-1" ? "all ports" : from === to ? from : `${from}-${to}`;
  const peers = ["CidrIp", "CidrIpv6", "SourceSecurityGroupId", "SourceSecurityGroupName", "DestinationSecurityGroupId", "SourcePrefixListId", "DestinationPrefixListId"].flatMap((name) => texts(rule[name]));
  const text = `${direction} ${protocol === "-1" ? "all protocols" : protocol} ${ports} ${direction === "in" ? "from" : "to"} ${peers.join(", ")}`;
  return { text, broad: peers.includes("0.0.0.0/0") || peers.includes("::/0") };
}

function principals(value: Json | undefined): string[] {
  if (!isJsonObject(value)) return texts(value);
  const kinds = Object.entries(value);
  // An intrinsic that stands for the whole principal.
  if (kinds.some(([kind]) => kind === "Ref" || kind.startsWith("Fn::"))) return texts(value);
  return kinds.flatMap(([, who]) => texts(who));
}

function texts(value: Json | undefined): string[] {
  if (value === undefined || value === null) return [];
  const items = Array.isArray(value) ? value : [value];
  return items.map((item) => resolveText(item, pseudo)).toSorted();
}
