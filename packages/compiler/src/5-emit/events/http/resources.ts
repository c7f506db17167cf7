import { ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json } from "@windlass/cloudformation/template";
import { CompileError } from "../../../diagnostic.js";
import { pathId } from "../../../4-model/naming.js";
import type { Path } from "../../../path.js";
import type { TemplateBuilder } from "../../template-builder.js";
import { restApiId, rootResourceId, type RestMethod } from "./rest-api-model.js";

/** The resources of the REST API by their paths. */
export type ResourceTree = {
  /** Name of a path inside logical ids; empty for the root. */
  nameOf(path: string): string;
  /** Id of the resource of a path. */
  idOf(path: string): Json;
};

/** One part of a path. `id` is of a resource that exists elsewhere; `origin` is what asked for this resource itself. */
type PathNode = { path: string; part: string; id: Json | null; origin: Path | null; children: Map<string, PathNode> };

const existingPath: Path = ["provider", "apiGateway", "restApiResources"];

/** One resource for each part of each path, but for those that `restApiResources` says to exist elsewhere. */
export function emitResources(builder: TemplateBuilder, methods: RestMethod[]): ResourceTree {
  const root = newNode("", "");
  const existing = existingResources(builder);
  const someExist = existing.some(({ id }) => id !== null);
  for (const [index, { path, id }] of existing.entries()) {
    const node = nodeAt(root, path);
    node.id ??= id;
    // Like the reference: an entry without an id is a resource to make, but the first only where no entry has an id, or one above it.
    const isBelow = existing.some((other) => other.id !== null && path.startsWith(`${other.path}/`));
    if (index > 0 || !someExist || isBelow) node.origin ??= existingPath;
  }
  for (const { path, origin } of methods) if (path !== "") nodeAt(root, path).origin ??= origin;
  const ids = new Map<string, Json>();
  for (const { node, parent } of inOrder(root)) {
    const parentId = parent === root ? rootResourceId(builder) : (ids.get(parent.path) ?? null);
    const origin = node.id === null ? originOf(node) : null;
    if (origin) ids.set(node.path, emitResource(builder, { node, parentId, origin }));
    else if (node.id !== null) ids.set(node.path, node.id);
  }
  return {
    nameOf: (path) => (path === "" ? "" : pathId(path)),
    idOf: (path) => (path === "" ? rootResourceId(builder) : (ids.get(path) ?? null)),
  };
}

function newNode(path: string, part: string): PathNode {
  return { path, part, id: null, origin: null, children: new Map() };
}

function nodeAt(root: PathNode, path: string): PathNode {
  let node = root;
  for (const part of path.split("/")) {
    let child = node.children.get(part);
    if (!child) node.children.set(part, (child = newNode(node === root ? part : `${node.path}/${part}`, part)));
    node = child;
  }
  return node;
}

type Placed = { node: PathNode; parent: PathNode };

/**
 * Depth first, but paths that are whole numbers before all others: the reference keeps them as keys of an object. Of
 * paths that get the same logical id, the last one stays.
 */
function inOrder(root: PathNode): Placed[] {
  const below = (parent: PathNode): Placed[] => Array.from(parent.children.values()).flatMap((node) => [{ node, parent }, ...below(node)]);
  return Object.values(Object.fromEntries(below(root).map((placed) => [placed.node.path, placed])));
}

/** What asks for a resource of this stack: the node itself, or one below it, down to those that exist elsewhere. */
function originOf(node: PathNode): Path | null {
  if (node.origin) return node.origin;
  for (const child of node.children.values()) {
    const origin = child.id === null ? originOf(child) : null;
    if (origin) return origin;
  }
  return null;
}

function emitResource(builder: TemplateBuilder, { node, parentId, origin }: { node: PathNode; parentId: Json; origin: Path }): Json {
  const existing = existingBelow(node);
  if (existing) {
    throw new CompileError({ code: "property_missing", message: `The resource "${existing.path}" exists elsewhere, so "${node.path}" does too: its id is missing`, hint: `Add "${node.path}" with its id.`, path: existingPath });
  }
  const logicalId = `ApiGatewayResource${pathId(node.path)}`;
  builder.add(logicalId, { Type: "AWS::ApiGateway::Resource", Properties: { ParentId: parentId, PathPart: node.part, RestApiId: restApiId(builder) } }, origin);
  return ref(logicalId);
}

function existingBelow(node: PathNode): PathNode | null {
  for (const child of node.children.values()) {
    const existing = child.id === null ? existingBelow(child) : child;
    if (existing) return existing;
  }
  return null;
}

function existingResources(builder: TemplateBuilder): { path: string; id: Json | null }[] {
  const config = builder.model.provider.apiGateway?.restApiResources;
  const entries: [string, Json | undefined][] = Array.isArray(config)
    ? config.map(({ path, resourceId }) => [path, resourceId])
    : isJsonObject(config) ? Object.entries(config) : [];
  return entries.map(([path, id]) => ({ path: path.replace(/^\//, "").replace(/\/$/, ""), id: id || null }));
}
