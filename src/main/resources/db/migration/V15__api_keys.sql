-- Who may send requests. The key itself is nowhere; its hash needs no salt, for a key is 256 random bits.
create table api_key (
  id         bigint generated always as identity primary key,
  name       text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'), -- of the client; several rows while a key is rotated
  hash       text not null unique check (hash ~ '^[0-9a-f]{64}$'),             -- SHA-256 of the key
  scopes     text[] not null check (cardinality(scopes) > 0),                  -- groups of routes
  rate       integer check (rate > 0),                                         -- requests a second; null: http.auth.rate
  created_at timestamptz not null default now(),
  expires_at timestamptz,                                                      -- of the old one after a rotation
  revoked_at timestamptz
);
create index api_key_name on api_key (name);
