import { Readable } from "node:stream";
import { WindlassError } from "@windlass/contracts/error";
import { uploadLimits, uploadSchema, uploadSourceSchema } from "@windlass/contracts/upload";
import { createUpload } from "@windlass/operations/upload/create-upload";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { serviceParams } from "../params.js";
import { receiveArchive, tooLarge } from "./receive-archive.js";

/** As many archives are received at a time: what is on its way is on the disk, and not counted yet. */
const mostAtOnce = 4;

/**
 * Takes in a folder, as a gzipped tar archive. Who sends it is known, and how much it says it is, before anything of it is read; it
 * goes to the disk as it comes.
 */
export const createUploadRoute: FastifyPluginAsyncZod = async (app) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/gzip", (_request, payload, done) => done(null, payload));
  let receiving = 0;
  app.post(
    "/api/services/:service/uploads",
    {
      config: { permission: "deployment:create" },
      schema: {
        tags: ["Deployments"], summary: "Send a folder to be deployed",
        description: "The body is a gzipped tar archive (`application/gzip`); `windlass deploy --dir` makes one.",
        consumes: ["application/gzip"],
        params: serviceParams,
        querystring: uploadSourceSchema,
        response: { 201: uploadSchema },
      },
      onRequest: async (request) => {
        if (Number(request.headers["content-length"] ?? 0) > uploadLimits.packedBytes) throw tooLarge();
      },
    },
    async (request, reply) => {
      const { body } = request;
      if (!(body instanceof Readable)) throw new WindlassError("upload_invalid", "The request has no archive in it.");
      if (receiving >= mostAtOnce) throw new WindlassError("rate_limited", `${receiving} uploads are on their way already.`, { retryAfterSeconds: 10 });
      receiving += 1;
      let drop = async (): Promise<void> => undefined;
      try {
        const upload = await createUpload(contextOf(request), {
          service: request.params.service,
          source: request.query,
          receive: async () => {
            const received = await receiveArchive(body, app.settings.dataDir);
            drop = received.drop;
            return received;
          },
        });
        return await reply.code(201).send(upload);
      } finally {
        receiving -= 1;
        await drop();
      }
    },
  );
};
