import { errorCatalog, WindlassError, type ErrorCode, type ProblemDocument } from "@windlass/contracts/error";
import { isUnavailable } from "@windlass/database/is-unavailable";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";

const retryAfterSeconds = 5;

/**
 * Answers every failure with an RFC 9457 problem document. What a person cannot repair is logged with its cause and
 * answered without it.
 */
export const problems = fastifyPlugin(async function problems(app: FastifyInstance) {
  app.setErrorHandler((error, request, reply) => {
    const problem = { ...toProblem(error), requestId: request.id };
    if (problem.status >= 500 && problem.code !== "unavailable") request.log.error({ err: error }, "request failed");
    else if (problem.code === "unavailable") request.log.warn({ err: error }, "unavailable");
    return sendProblem(reply, problem);
  });
});

/** Answers a path that does not exist. */
export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = new WindlassError("not_found", `There is nothing at ${request.method} ${request.url.split("?")[0]}.`, { hint: "Check the address." });
  return sendProblem(reply, { ...problemOf(error), requestId: request.id });
}

/** The problem document of anything that was thrown. */
export function toProblem(error: unknown): ProblemDocument {
  if (error instanceof WindlassError) return problemOf(error);
  if (isUnavailable(error)) return problemOf(new WindlassError("unavailable", "The database cannot be reached."));
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map((issue) => ({ path: pathOf(issue.instancePath), message: issue.message ?? "Invalid." }));
    const place = error.validationContext === undefined || error.validationContext === "body" ? "request" : error.validationContext;
    const summary = errors.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("; ");
    return { ...problemOf(new WindlassError("invalid_request", `The ${place} is not valid: ${summary}`)), errors };
  }
  return ofFastify(error) ?? problemOf(new WindlassError("internal", "The request failed because of a defect."));
}

/** Fastify's own refusals of a request: too large, no JSON, another content type. */
function ofFastify(error: unknown): ProblemDocument | null {
  if (!(error instanceof Error) || !("statusCode" in error) || typeof error.statusCode !== "number") return null;
  if (error.statusCode === 413) return problemOf(new WindlassError("payload_too_large", error.message));
  if (error.statusCode < 400 || error.statusCode >= 500) return null;
  return { ...problemOf(new WindlassError("invalid_request", error.message, { hint: "Send the request as the documentation at /api/docs says." })), status: error.statusCode };
}

function problemOf(error: WindlassError): ProblemDocument {
  return { type: `/problems/${error.code}`, title: titleOf(error.code), status: errorCatalog[error.code].status, ...error.toProblemDetail() };
}

/** `name_taken` → `Name taken`. */
function titleOf(code: ErrorCode): string {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `/parameters/0/name` → `parameters.0.name`. */
function pathOf(pointer: string): string {
  return pointer.split("/").filter(Boolean).join(".");
}

function sendProblem(reply: FastifyReply, problem: ProblemDocument): FastifyReply {
  if (problem.code === "unavailable") reply.header("retry-after", retryAfterSeconds);
  if (problem.retryAfterSeconds !== undefined) reply.header("retry-after", problem.retryAfterSeconds);
  // Serialised here: the route's own schemas are those of its good answers.
  return reply.code(problem.status).type("application/problem+json").serializer(JSON.stringify).send(problem);
}
