-- Which files ran when, and why others did not.

-- One row for each start and each reload. Its id is the generation's number, unique over all processes.
create table generation (
  id       bigint generated always as identity primary key,
  instance text not null,                  -- the data directory it ran on
  hash     text not null,                  -- of all names and contents
  at       timestamptz not null default now(),
  way      text not null,                  -- start, reload, signal, watch, back, rollback
  actor    text not null,
  peer     text not null,
  reason   text,
  outcome  text not null check (outcome in ('began', 'live', 'refused', 'failed', 'rolled-back', 'interrupted')),
  report   jsonb not null default '{}'     -- difference, specs, phases, faults
);
create index generation_hash on generation (hash, id);
create index generation_at on generation (at);

-- The files themselves, for going back.
create table generation_files (
  hash    text primary key,
  archive bytea not null,                  -- zip
  kept_at timestamptz not null default now()
);
