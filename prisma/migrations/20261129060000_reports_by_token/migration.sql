-- A repository's own token tells as well, as far as it may.
CREATE OR REPLACE FUNCTION windlass_has_forge(repository uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM repositories r WHERE r.id = repository AND r.provider <> 'folder'
      AND (EXISTS (SELECT FROM github_apps) OR r.sealed_access_token IS NOT NULL AND r.full_name IS NOT NULL)
  )
$$;
