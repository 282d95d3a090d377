-- Which processes work on this database, and reloads of all of them at once.

-- One row for each process that runs, or ran lately.
create table process (
  id         bigint generated always as identity primary key,
  instance   text not null,                -- the data directory it runs on
  host       text not null,                -- name of the machine, pod or container
  pid        bigint not null,
  management text not null,                -- host:port it listens on
  version    text not null,
  roles      text not null,
  state      text not null check (state in ('up', 'switching')),
  generation bigint not null,
  hash       text not null,                -- of the files it runs
  started_at timestamptz not null,
  seen_at    timestamptz not null default now()
);

-- One row for each reload of all processes. Its state is the decision: it changes once.
create table fleet_reload (
  id         bigint generated always as identity primary key,
  hash       text not null,                -- the files are in generation_files
  actor      text not null,
  peer       text not null,
  reason     text,
  state      text not null default 'preparing' check (state in ('preparing', 'committed', 'aborted')),
  detail     text,                         -- why it was aborted
  asked_at   timestamptz not null default now(),
  deadline   timestamptz not null,         -- nothing is committed after it, and anybody may abort
  decided_at timestamptz
);
create unique index fleet_reload_one_at_a_time on fleet_reload ((true)) where state = 'preparing';

-- What each process that was up makes of it.
create table fleet_reload_vote (
  reload     bigint not null references fleet_reload on delete cascade,
  process    bigint not null,
  name       text not null,                -- of the process, for people
  pid        bigint not null,
  state      text not null check (state in ('asked', 'ready', 'refused', 'live', 'unchanged', 'failed')),
  generation bigint,                       -- that it runs
  detail     text,
  faults     jsonb not null default '[]',
  changed_at timestamptz not null default now(),
  primary key (reload, process)
);
create index fleet_reload_vote_asked on fleet_reload_vote (process) where state = 'asked';
