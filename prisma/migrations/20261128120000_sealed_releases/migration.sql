-- A template with secrets in it is stored sealed, and in the clear only with its secrets masked.
ALTER TABLE "releases" ADD COLUMN "sealed_content" BYTEA;
