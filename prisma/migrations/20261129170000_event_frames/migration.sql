-- The events of an ended deployment as their readers get them, a thousand to a row. The events themselves stay.
CREATE TABLE "event_frames" (
    "deployment_id" UUID NOT NULL,
    "first_seq" INTEGER NOT NULL,
    "last_seq" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "event_frames_pkey" PRIMARY KEY ("deployment_id","last_seq")
);

-- It is compressed already.
ALTER TABLE "event_frames" ALTER COLUMN "body" SET STORAGE EXTERNAL;

ALTER TABLE "event_frames" ADD CONSTRAINT "event_frames_deployment_id_fkey" FOREIGN KEY ("deployment_id") REFERENCES "deployments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
