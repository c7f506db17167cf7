-- As those on gitlab.com: repositories on Bitbucket Cloud were registered as any git server's.
UPDATE "repositories"
SET "provider" = 'bitbucket', "full_name" = COALESCE("full_name", substring("normalized_url" FROM '^bitbucket\.org/([^/]+/[^/]+)$'))
WHERE "provider" = 'git' AND "normalized_url" LIKE 'bitbucket.org/%';
