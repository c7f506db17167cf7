import type { FastifyReply, FastifyRequest } from "fastify";
import { at } from "../json.js";

const mostPerPage = 100;
const perPageByDefault = 30;

/** The page of a list that a request asks for; the others are named in `Link`. */
export function paged<T>(request: FastifyRequest, reply: FastifyReply, rows: readonly T[]): T[] {
  const perPage = Math.min(Number(at(request.query, "per_page") ?? perPageByDefault), mostPerPage);
  const page = Number(at(request.query, "page") ?? 1);
  const last = Math.max(1, Math.ceil(rows.length / perPage));
  const link = (to: number, name: string): string => {
    const url = new URL(request.url, `${request.protocol}://${request.host}`);
    url.searchParams.set("page", String(to));
    return `<${url.href}>; rel="${name}"`;
  };
  if (page < last) reply.header("link", [link(page + 1, "next"), link(last, "last")].join(", "));
  return rows.slice((page - 1) * perPage, page * perPage);
}
