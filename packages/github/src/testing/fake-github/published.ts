import { readFileSync } from "node:fs";
import { lay, type Json } from "./json.js";

type Published = {
  source: string;
  answers: Record<string, { status: number; schema: Json; example: unknown }>;
  definitions: Json;
};

/** What GitHub publishes of its answers; see `published/extract.mjs`. */
export const published: Published = JSON.parse(readFileSync(new URL("published/answers.json", import.meta.url), "utf8"));

/**
 * GitHub's own example of a route's answer (of one item, where it answers a list), laid over with what the fake knows, so
 * that every field which GitHub sends is there. Addresses lead to the fake.
 */
export function answerOf(route: string, input: { url: string; fields: Json }): Json {
  const answer = published.answers[route];
  if (!answer) throw new Error(`There is no published answer of ${route}.`);
  const example: unknown = Array.isArray(answer.example) ? answer.example[0] : answer.example;
  return lay(withAddresses(example, input.url), input.fields);
}

/** A copy whose addresses on github.com are those of a server with the API at `/api/v3`. */
export function withAddresses(value: unknown, url: string): unknown {
  const text = JSON.stringify(value).replaceAll("https://api.github.com", `${url}/api/v3`).replaceAll("https://github.com", url);
  return JSON.parse(text);
}
