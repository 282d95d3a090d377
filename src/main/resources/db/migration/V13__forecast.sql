-- What becomes of what waits for a channel, as one process says for all; its row's lock says which. Told is what people were told last:
-- ok or short. The state that was seen last has held since.
create table delivery_forecast (
  channel        text primary key,
  looked_at      timestamptz not null default '-infinity', -- by the database's clock
  told           text not null default 'ok' check (told in ('ok', 'short')),
  state          text not null default 'ok' check (state in ('ok', 'short')),
  since          timestamptz not null default '-infinity', -- by Wadi's clock, as the rest
  forecast_at    timestamptz,
  late           bigint not null default 0,
  ends_at        timestamptz,
  words          text not null default ''
);
