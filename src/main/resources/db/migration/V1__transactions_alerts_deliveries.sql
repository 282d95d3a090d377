-- Identifiers are made by the application (41 bits of time, 5 of node, 7 of counter); a node is leased here.
create table id_lease (
  node           smallint primary key check (node between 0 and 31),
  holder         text,
  reserved_until bigint not null default 0   -- milliseconds since 2025-01-01 UTC; no id beyond it was ever issued
);
insert into id_lease (node) select generate_series(0, 31);

-- Proof that every process uses the same card key (an HMAC of a fixed text under it).
create table card_key_check (
  only_row boolean primary key default true check (only_row),
  proof    text not null
);

create table transaction (
  id               bigint primary key,
  received_at      timestamptz not null,
  transport        text not null,
  status           smallint not null,          -- the originals' status number, 11 to 18
  decision         text not null,
  score            integer not null,
  reasons          jsonb not null,
  rules            text not null,
  card_fingerprint text,
  body             jsonb not null              -- masked
);
create index transaction_received on transaction (received_at);

create table alert (
  id             bigint primary key,
  transaction_id bigint,
  kind           text not null,
  severity       text not null,
  raised_at      timestamptz not null,
  body           jsonb not null
);
create index alert_raised on alert (raised_at);
create index alert_transaction on alert (transaction_id);

-- Everything that goes to a broker, written in the transaction of the record it belongs to.
create table outbox (
  id         bigint generated always as identity primary key,
  topic      text not null,
  item_key   text,
  item_value jsonb not null,
  created    timestamptz not null default now(),
  modified   timestamptz not null default now(),
  published  timestamptz,
  comments   text
);
create index outbox_waiting on outbox (topic, id) where published is null;
create index outbox_published on outbox (published) where published is not null;

create table seen_message (
  source   text not null,
  identity text not null,
  seen_at  timestamptz not null default now(),
  primary key (source, identity)
);
create index seen_message_age on seen_message (seen_at);

-- Messages nothing could be done with, kept for people to look at.
create table dead_letter (
  id        bigint generated always as identity primary key,
  source    text not null,
  reason    text not null,
  preview   text not null,                     -- masked
  parked_at timestamptz not null default now()
);

create table delivery (
  id          bigint primary key,
  source      text not null,
  source_id   text not null,
  channel     text not null,
  provider    text,
  recipient   text not null,
  urgency     smallint not null check (urgency between 0 and 255),
  rank        bigint not null,                 -- smallest goes first: created minus urgency times step
  status      text not null check (status in ('waiting', 'delayed', 'leased', 'submitted', 'delivered', 'parked', 'expired', 'cancelled')),
  attempts    integer not null default 0,
  paid        boolean not null default false,  -- a credit of the budget is taken for it
  not_before  timestamptz,
  expires_at  timestamptz,
  lease_owner text,
  lease_until timestamptz,
  payload     jsonb not null,
  callback    text,
  traceparent text,
  last_error  text,
  created_at  timestamptz not null,
  modified_at timestamptz not null default now(),
  constraint delivery_once unique (source, source_id, channel, recipient)
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0, autovacuum_vacuum_threshold = 1000);
create index delivery_claim on delivery (channel, rank, id) where status = 'waiting';
create index delivery_delayed on delivery (channel, not_before) where status = 'delayed';
create index delivery_leased on delivery (channel, lease_until) where status = 'leased';
create index delivery_expiry on delivery (channel, expires_at) where status in ('waiting', 'delayed') and expires_at is not null;
create index delivery_final on delivery (modified_at) where status in ('delivered', 'parked', 'expired', 'cancelled');

-- Credits used in one calendar window of one budget.
create table budget_window (
  budget text not null,
  unit   text not null,
  starts timestamptz not null,
  used   integer not null check (used >= 0),
  primary key (budget, unit, starts)
);

-- Claims the most urgent rows and takes their credits, both or neither. Without windows it takes no lock.
-- Rows whose credit was taken before (their sender died) are not charged again.
create function claim_deliveries(
  p_channel text, p_most integer, p_owner text, p_lease interval,
  p_units text[], p_starts timestamptz[], p_limits integer[])
returns setof delivery language plpgsql as $$
declare
  room integer := p_most;
  free integer;
begin
  if cardinality(p_limits) > 0 then
    perform pg_advisory_xact_lock(hashtextextended('budget:' || p_channel, 0));
    for i in 1 .. cardinality(p_limits) loop
      select p_limits[i] - coalesce(sum(w.used), 0) into free from budget_window w
        where w.budget = p_channel and w.unit = p_units[i] and w.starts = p_starts[i];
      room := least(room, free);
    end loop;
  end if;
  return query
    with due as materialized (
      select d.id, d.rank, d.paid from delivery d where d.status = 'waiting' and d.channel = p_channel
        order by d.rank, d.id limit p_most for update skip locked),
    counted as (
      select due.id, due.paid, sum(case when due.paid then 0 else 1 end) over (order by due.rank, due.id) as credits from due),
    affordable as (
      select c.id, c.paid from counted c where c.paid or c.credits <= room),
    charged as (
      insert into budget_window as w (budget, unit, starts, used)
        select p_channel, u.unit, u.starts, (select count(*) from affordable a where not a.paid)
          from unnest(p_units, p_starts) as u(unit, starts)
          where exists (select from affordable a where not a.paid)
        on conflict (budget, unit, starts) do update set used = w.used + excluded.used)
    update delivery d set status = 'leased', attempts = d.attempts + 1, lease_owner = p_owner,
        lease_until = now() + p_lease, modified_at = now(), paid = true
      from affordable a where d.id = a.id
      returning d.*;
end $$;

-- The development inbox keeps the last 1,000 messages.
create table inbox_message (
  id          bigint generated always as identity primary key,
  channel     text not null,
  recipient   text not null,
  subject     text not null,
  text_body   text not null,
  html_body   text,
  received_at timestamptz not null default now()
);
