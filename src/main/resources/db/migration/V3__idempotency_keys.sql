-- Requests that have one effect however often they are sent. Neither keys nor bodies stand here, only proofs of them
-- (HMAC under the card key): clients write card numbers into both.
create table idempotency_key (
  key            text primary key,
  body           text not null,
  holder         uuid not null,                -- the request that works on it; whoever takes it over gets another
  reserved_until timestamptz not null,
  transaction_id bigint,                       -- what came of it, written in the commit of that transaction
  created_at     timestamptz not null default now()
) with (fillfactor = 70);
create index idempotency_key_age on idempotency_key (created_at);

-- Reserves a key, or says what became of it: reserved, answered, running or other-body. A reservation that is over and
-- brought no transaction was left by a process that died: it is taken over. Statuses 15, 17 and 18 are final; another one
-- left behind (16, a payment begun) is an answer too, since nobody knows whether money moved.
-- It does not wait for the disk: a reservation that a crash of the database forgets is one that cannot be committed on.
create function claim_idempotency_key(p_key text, p_body text, p_reservation interval)
returns table (outcome text, holder uuid, age_millis bigint, id bigint, status smallint, decision text, score integer, reasons jsonb, rules text)
language plpgsql as $$
#variable_conflict use_column
declare
  known idempotency_key;
  answer transaction;
  mine constant uuid := gen_random_uuid();
begin
  perform set_config('synchronous_commit', 'off', true);
  loop
    select * into known from idempotency_key k where k.key = p_key;
    if not found then
      insert into idempotency_key (key, body, holder, reserved_until) values (p_key, p_body, mine, now() + p_reservation)
        on conflict do nothing;
    elsif known.body <> p_body then
      return query select 'other-body', null::uuid, null::bigint, null::bigint, null::smallint, null, null::integer, null::jsonb, null;
      return;
    else
      select * into answer from transaction t where t.id = known.transaction_id;
      if answer.id is not null and (answer.status in (15, 17, 18) or known.reserved_until <= now()) then
        return query select 'answered', null::uuid, null::bigint, answer.id, answer.status, answer.decision, answer.score,
          answer.reasons, answer.rules;
        return;
      elsif known.reserved_until > now() then
        return query select 'running', null::uuid, greatest(0, extract(epoch from now() - known.reserved_until + p_reservation) * 1000)::bigint, null::bigint, null::smallint,
          null, null::integer, null::jsonb, null;
        return;
      end if;
      update idempotency_key k set holder = mine, reserved_until = now() + p_reservation, transaction_id = null
        where k.key = p_key and k.holder = known.holder and k.transaction_id is not distinct from known.transaction_id;
    end if;
    if found then
      return query select 'reserved', mine, null::bigint, null::bigint, null::smallint, null, null::integer, null::jsonb, null;
      return;
    end if;
  end loop;
end $$;

-- Gives a key back whose request failed, so that a correct one can use it at once. If its transaction was stored all the
-- same, the key keeps it.
create function release_idempotency_key(p_key text, p_holder uuid) returns void language plpgsql as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  delete from idempotency_key k where k.key = p_key and k.holder = p_holder and k.transaction_id is null;
  if not found then
    update idempotency_key k set reserved_until = now() where k.key = p_key and k.holder = p_holder and k.reserved_until > now();
  end if;
end $$;
