-- All of the verdict stands with its transaction. Processes of the version before write none of it: their rows have no
-- shadow reasons, and nobody knows how long the check took or who issued the card.
alter table transaction
  add column shadow_reasons jsonb not null default '[]',  -- of rules that only watch
  add column took_micros    bigint,                       -- the check took so long, asking others included
  add column card_bin       text;                         -- first six digits of the payment's card
