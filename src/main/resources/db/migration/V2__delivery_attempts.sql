-- By which routes a delivery was promised, for example receive-alert-artemis > accept-alert > route-alert > deliver-sms.
alter table delivery add column route text;

-- One finished try to send. A number missing between others is a try whose end nobody wrote down: its process died.
create table delivery_attempt (
  delivery_id bigint not null references delivery on delete cascade,
  number      integer not null,                -- 1 for the first
  began_at    timestamptz not null,
  ended_at    timestamptz not null,
  provider    text,
  outcome     text not null check (outcome in ('submitted', 'delivered', 'retry', 'parked')),
  reason      text,
  provider_id text,                            -- the provider's own name for the message
  primary key (delivery_id, number)
);
