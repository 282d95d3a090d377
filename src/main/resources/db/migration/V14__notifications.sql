-- What clients asked to have sent. Its deliveries have source 'notification' and its id as source_id.
create table notification (
  id             bigint primary key,
  client         text not null,                  -- the name of the API key; empty without one
  api            text not null check (api in ('v1', 'v2')),
  key            text,                           -- the client's own name for it: messageId, Idempotency-Key
  fingerprint    text not null,                  -- of the request, to tell a repeated one from another under the same key
  callback       text,                           -- whom to tell what became of it
  callback_every boolean not null default false, -- of each change, otherwise of final states
  metadata       jsonb not null default '{}',
  created_at     timestamptz not null,
  blanked_at     timestamptz,
  constraint notification_once unique (client, api, key)
);
create index notification_client on notification (client, id);
create index notification_created on notification (created_at);

-- What its client is to be told, in this order: the next one of a notification is promised when the one before it is done.
create table status_event (
  id              bigint generated always as identity primary key,
  notification_id bigint not null,
  delivery_id     bigint not null,
  state           text not null,
  reason          text,
  at              timestamptz not null default now(),
  promised_at     timestamptz,                   -- a delivery on the channel callback has it, with source 'status-event'
  done_at         timestamptz                    -- that one is delivered, parked, expired or cancelled
);
create index status_event_wanted on status_event (id) where promised_at is null;
create index status_event_open on status_event (notification_id, id) where done_at is null;
create index status_event_done on status_event (done_at) where done_at is not null;

-- The state of a delivery in the words of the notification API.
create function notification_state(p_status text, p_attempts integer) returns text language sql immutable as $$
  select case
    when p_status in ('waiting', 'delayed') and p_attempts = 0 then 'received'
    when p_status in ('waiting', 'delayed', 'leased') then 'started'
    when p_status = 'parked' then 'failed'
    else p_status end
$$;

-- However a delivery comes to its state (a send, a receipt, its deadline, a person), its client is told.
create function tell_of_state() returns trigger language plpgsql as $$
declare
  now_in text := notification_state(new.status, new.attempts);
begin
  if tg_op = 'INSERT' and now_in = 'received' or tg_op = 'UPDATE' and notification_state(old.status, old.attempts) = now_in then
    return null;
  end if;
  if now_in in ('delivered', 'failed', 'expired', 'cancelled')
      or (select n.callback_every from notification n where n.id = new.source_id::bigint) then
    insert into status_event (notification_id, delivery_id, state, reason) values (new.source_id::bigint, new.id, now_in, new.last_error);
  end if;
  return null;
end $$;
create trigger delivery_promised after insert on delivery for each row
  when (new.callback is not null and new.source = 'notification') execute function tell_of_state();
create trigger delivery_changed after update of status on delivery for each row
  when (new.callback is not null and new.source = 'notification' and old.status is distinct from new.status) execute function tell_of_state();

create function end_status_event() returns trigger language plpgsql as $$
begin
  update status_event set done_at = now() where id = new.source_id::bigint and done_at is null;
  return null;
end $$;
create trigger callback_ended after update of status on delivery for each row
  when (new.source = 'status-event' and new.status in ('delivered', 'parked', 'expired', 'cancelled')) execute function end_status_event();

-- What providers call the messages whose receipts are due. A message sent in several parts has a row for each.
create table awaited_receipt (
  provider    text not null,
  provider_id text not null,
  delivery_id bigint not null references delivery on delete cascade,
  attempt     integer not null,                  -- the last one of a delivery counts
  state       text check (state in ('underway', 'delivered', 'failed', 'expired')),
  reason      text,
  at          timestamptz,
  primary key (provider, provider_id, delivery_id)
);
create index awaited_receipt_delivery on awaited_receipt (delivery_id);
create index delivery_awaits_receipt on delivery (modified_at) where status = 'submitted';

-- Receipts that came before the outcome of their send was written, or for messages nobody knows.
create table receipt (
  id          bigint generated always as identity primary key,
  provider    text not null,
  provider_id text not null,
  state       text not null check (state in ('underway', 'delivered', 'failed', 'expired')),
  reason      text,
  at          timestamptz not null,
  received_at timestamptz not null default now(),
  unique (provider, provider_id, state)
);
create index receipt_received on receipt (received_at);

-- Gives receipts to the deliveries they are about, and says which deliveries ended by them. A final state is never changed. One at a time:
-- two parts of one message must see each other.
create function apply_receipts() returns table (ended_on text, ended_as text) language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('receipts', 0));
  return query
  with taken as (
    delete from receipt r where r.received_at > now() - interval '1 hour'
      and exists (select from awaited_receipt w where w.provider = r.provider and w.provider_id = r.provider_id)
      returning r.*),
  best as (
    select distinct on (t.provider, t.provider_id) t.* from taken t order by t.provider, t.provider_id, t.state = 'underway', t.at),
  noted as (
    update awaited_receipt w set state = b.state, reason = b.reason, at = b.at from best b
      where w.provider = b.provider and w.provider_id = b.provider_id and coalesce(w.state, 'underway') = 'underway'
      returning w.delivery_id, w.provider, w.provider_id, w.state, w.reason),
  parts as (
    select w.delivery_id, coalesce(n.state, w.state) as state, coalesce(n.reason, w.reason) as reason
      from awaited_receipt w left join noted n using (provider, provider_id, delivery_id)
      where w.delivery_id in (select delivery_id from noted)
        and w.attempt = (select max(l.attempt) from awaited_receipt l where l.delivery_id = w.delivery_id)),
  ended as (
    select p.delivery_id,
        case when bool_or(p.state = 'failed') then 'parked' when bool_or(p.state = 'expired') then 'expired' else 'delivered' end as status,
        min(p.reason) filter (where p.state in ('failed', 'expired')) as reason
      from parts p group by p.delivery_id
      having bool_or(p.state in ('failed', 'expired')) or bool_and(coalesce(p.state, '') = 'delivered'))
  update delivery d set status = e.status, last_error = case when e.status = 'delivered' then d.last_error else 'receipt: ' || coalesce(e.reason, e.status) end,
      modified_at = now()
    from ended e where d.id = e.delivery_id and d.status = 'submitted'
    returning d.channel, d.status;
end $$;
