-- Only an App tells: a repository's own token is for reading, and mostly may do no more.
CREATE OR REPLACE FUNCTION windlass_has_forge(repository uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM github_apps) AND EXISTS (SELECT FROM repositories r WHERE r.id = repository AND r.provider <> 'folder')
$$;
