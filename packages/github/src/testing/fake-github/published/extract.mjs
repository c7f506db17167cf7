// Takes what the fake needs out of GitHub's published description (MIT, 385 MB unpacked, therefore not a dependency):
//   npm install --prefix /tmp/openapi @octokit/openapi@23.0.2 && node extract.mjs /tmp/openapi/node_modules/@octokit/openapi/generated/api.github.com.json
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const routes = [
  "POST /app-manifests/{code}/conversions 201",
  "GET /app 200",
  "GET /app/installations 200",
  "GET /app/installations/{installation_id} 200",
  "POST /app/installations/{installation_id}/access_tokens 201",
  "GET /app/hook/deliveries 200",
  "GET /app/hook/deliveries/{delivery_id} 200",
  "GET /installation/repositories 200",
  "GET /repos/{owner}/{repo} 200",
  "GET /repos/{owner}/{repo}/installation 200",
  "GET /repos/{owner}/{repo}/branches 200",
  "GET /repos/{owner}/{repo}/contents/{path} 200",
  "GET /repos/{owner}/{repo}/collaborators/{username}/permission 200",
  "POST /repos/{owner}/{repo}/statuses/{sha} 201",
  "GET /repos/{owner}/{repo}/commits/{ref}/check-runs 200",
  "POST /repos/{owner}/{repo}/check-runs 201",
  "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id} 200",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments 200",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments 201",
  "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id} 200",
  "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions 201",
  "GET /repos/{owner}/{repo}/deployments 200",
  "POST /repos/{owner}/{repo}/deployments 201",
  "POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses 201",
  "GET /repos/{owner}/{repo}/pulls 200",
  "GET /repos/{owner}/{repo}/pulls/{pull_number} 200",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/files 200",
  "GET /user 200",
  "GET /rate_limit 200",
];

const source = JSON.parse(readFileSync(process.argv[2], "utf8"));
const lookUp = (reference) => reference.slice(2).split("/").reduce((node, key) => node[key], source);
const definitions = {};

const silent = new Set(["description", "title", "example", "examples", "externalDocs", "deprecated", "format", "readOnly", "default", "nullable", "discriminator"]);
const ofSchemas = new Set(["properties", "patternProperties"]);

/** OpenAPI 3.0 to JSON Schema: without what is said to people, `nullable` as a type. */
function toJsonSchema(schema) {
  if (schema === true || schema === false) return schema;
  if (schema.$ref) return reference(schema);
  const result = {};
  for (const [key, value] of Object.entries(schema)) {
    if (silent.has(key) || key.startsWith("x-")) continue;
    if (ofSchemas.has(key)) result[key] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toJsonSchema(inner)]));
    else if (["allOf", "anyOf", "oneOf"].includes(key)) result[key] = value.map(toJsonSchema);
    else if (["items", "not", "additionalProperties"].includes(key)) result[key] = toJsonSchema(value);
    else result[key] = value;
  }
  return schema.nullable ? orNull(result) : result;
}

function orNull(schema) {
  const open = schema.enum ? { ...schema, enum: [...new Set([...schema.enum, null])] } : schema;
  return typeof open.type === "string" && !open.allOf ? { ...open, type: [open.type, "null"] } : { anyOf: [open, { type: "null" }] };
}

function reference({ $ref }) {
  const name = $ref.split("/").at(-1);
  if (!(name in definitions)) {
    definitions[name] = null;
    definitions[name] = toJsonSchema(lookUp($ref));
  }
  return { $ref: `#/definitions/${name}` };
}

const answers = Object.fromEntries(routes.map((route) => {
  const [method, path, status] = route.split(" ");
  const content = source.paths[path][method.toLowerCase()].responses[status].content;
  const { schema, examples } = content["application/json"];
  const first = Object.values(examples ?? {})[0];
  const example = (first?.$ref ? lookUp(first.$ref) : first)?.value ?? null;
  return [`${method} ${path}`, { status: Number(status), schema: toJsonSchema(schema), example }];
}));

// The list's own schema wants an account that is a person and an enterprise at once, which GitHub's own example is not.
answers["GET /app/installations"].schema = { type: "array", items: answers["GET /app/installations/{installation_id}"].schema };

const text = JSON.stringify({ source: `@octokit/openapi ${source.info.version}, api.github.com.json`, answers, definitions });
writeFileSync(join(import.meta.dirname, "answers.json"), `${text}\n`);
