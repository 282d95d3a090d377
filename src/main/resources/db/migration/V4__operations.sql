-- What people see and do about messages that did not get through.

-- As the operations API writes every time: RFC 3339, UTC, milliseconds.
create function iso_time(at timestamptz) returns text language sql stable
  return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

alter table delivery add column replayed_at timestamptz;   -- put back by a person; the time to retry counts from here
create index alert_severity on alert (severity, id);

alter table dead_letter
  add column status         text not null default 'parked' check (status in ('parked', 'replayed', 'dismissed')),
  add column from_route     text,          -- the route it entered by, and enters by again
  add column replay_of      bigint,        -- the dead letter whose replay failed so
  add column original       bytea,         -- as it came, AES-256-GCM; gone when it is replayed or dismissed
  add column original_key   text,          -- which key, not the key
  add column original_nonce bytea,
  add column closed_at      timestamptz,
  add constraint original_whole check (num_nulls(original, original_key, original_nonce) in (0, 3));
create index dead_letter_parked on dead_letter (parked_at, id) where status = 'parked';
create index dead_letter_replay_of on dead_letter (replay_of) where replay_of is not null;

-- Every change a person made over the operations API, committed with the change.
create table audit (
  id      bigint generated always as identity primary key,
  at      timestamptz not null default now(),
  actor   text not null,                   -- as the client says: user@host
  peer    text not null,                   -- the address it came from
  action  text not null,
  target  text not null,                   -- for example delivery/243479347200017
  reason  text,
  outcome text not null
);
create index audit_at on audit (at);
create index audit_target on audit (target);
