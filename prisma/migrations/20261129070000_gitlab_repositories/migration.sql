-- Repositories on gitlab.com were registered as any git server's. Their tokens now tell GitLab what becomes of their commits.
UPDATE "repositories"
SET "provider" = 'gitlab', "full_name" = COALESCE("full_name", substring("normalized_url" FROM '^gitlab\.com/(.+)$'))
WHERE "provider" = 'git' AND "normalized_url" LIKE 'gitlab.com/%';
