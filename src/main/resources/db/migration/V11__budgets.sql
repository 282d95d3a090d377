-- Until this is done nobody can renew a lease; what is under way must not be taken over meanwhile.
update delivery set lease_until = now() + interval '5 minutes' where status = 'leased';

-- Who alone may send it; from what its credit was taken, so that it can be given back.
alter table delivery add column only_provider text, add column paid_at timestamptz, add column credit_unit text, add column credit_starts timestamptz;
-- From when on it is tried; how long that may go on is counted from here, not from the promise.
alter table delivery add column first_try_at timestamptz;
update delivery set first_try_at = coalesce(replayed_at, created_at) where attempts > 0 and status in ('waiting', 'delayed', 'leased');
update delivery set paid = false where paid and provider is null;
update delivery set paid_at = modified_at where paid and status in ('waiting', 'leased');

-- Urgency, then deadline, then age. The rank holds no age any more, unless ageing is switched on.
update delivery set rank = -urgency::bigint * 8796093022208 where status in ('waiting', 'delayed', 'leased', 'parked');
drop index delivery_claim;
create index delivery_claim on delivery (channel, rank, expires_at, id) where status = 'waiting' and only_provider is null;
create index delivery_only on delivery (channel, only_provider, rank, expires_at, id) where status = 'waiting' and only_provider is not null;
-- What a budget's reserve is for.
create index delivery_critical on delivery (channel, rank, expires_at, id) where status = 'waiting' and urgency >= 200;
-- Its sender died, and the credit with which it was sent is still good.
create index delivery_paid on delivery (channel, provider, rank, expires_at, id) where status = 'waiting' and paid;

alter table delivery_attempt drop constraint delivery_attempt_outcome_check;
alter table delivery_attempt add constraint delivery_attempt_outcome_check
  check (outcome in ('submitted', 'delivered', 'retry', 'parked', 'expired'));

-- A budget is that of a channel's provider. Where credits are handed out at a moment, granted says how many.
alter table budget_window add column granted integer check (granted >= 0);
update budget_window b set budget = b.budget || '/' || coalesce(
  (select d.provider from delivery d where d.channel = b.budget and d.provider is not null order by d.id desc limit 1), 'smtp');

-- For processes of the version before, until they are gone: the same budgets and the same order.
create or replace function claim_deliveries(
  p_channel text, p_provider text, p_most integer, p_owner text, p_lease interval,
  p_units text[], p_starts timestamptz[], p_limits integer[])
returns setof delivery language plpgsql as $$
declare
  budgeted text := p_channel || '/' || p_provider;
  room integer := p_most;
  free integer;
begin
  if cardinality(p_limits) > 0 then
    perform pg_advisory_xact_lock(hashtextextended('budget:' || budgeted, 0));
    for i in 1 .. cardinality(p_limits) loop
      select p_limits[i] - coalesce(sum(w.used), 0) into free from budget_window w
        where w.budget = budgeted and w.unit = p_units[i] and w.starts = p_starts[i];
      room := least(room, free);
    end loop;
  end if;
  return query
    with due as materialized (
      select d.id, d.rank, d.expires_at, d.paid from delivery d
        where d.status = 'waiting' and d.channel = p_channel and d.only_provider is null
        order by d.rank, d.expires_at, d.id limit p_most for update skip locked),
    counted as (
      select due.id, due.paid, sum(case when due.paid then 0 else 1 end) over (order by due.rank, due.expires_at, due.id) as credits from due),
    affordable as (
      select c.id, c.paid from counted c where c.paid or c.credits <= room),
    charged as (
      insert into budget_window as w (budget, unit, starts, used)
        select budgeted, u.unit, u.starts, (select count(*) from affordable a where not a.paid)
          from unnest(p_units, p_starts) as u(unit, starts)
          where exists (select from affordable a where not a.paid)
        on conflict (budget, unit, starts) do update set used = w.used + excluded.used)
    update delivery d set status = 'leased', attempts = d.attempts + 1, lease_owner = p_owner,
        lease_until = now() + p_lease, modified_at = now(), paid = true, paid_at = now(), first_try_at = coalesce(d.first_try_at, now()), provider = coalesce(p_provider, d.provider)
      from affordable a where d.id = a.id
      returning d.*;
end $$;

-- Hands out the credits of each hour that began since the last for which it was done, as many as rows wait for them.
-- The first time there is no such hour, and nothing is handed out before the next begins.
create function grant_hours(p_channel text, p_provider text, p_now timestamptz, p_hours timestamptz[], p_most integer, p_reserve integer)
returns void language plpgsql as $$
declare
  budgeted text := p_channel || '/' || p_provider;
  last timestamptz;
  missed timestamptz[];
  wanting integer;
  gets integer;
begin
  -- Not the hours of a clock that was ahead: they would keep everything back until then.
  select max(w.starts) into last from budget_window w
    where w.budget = budgeted and w.unit = 'hours' and w.granted is not null and w.starts <= p_hours[cardinality(p_hours)];
  if last is null and p_hours[cardinality(p_hours)] < p_now then
    insert into budget_window as w (budget, unit, starts, used, granted) values (budgeted, 'hours', p_hours[cardinality(p_hours)], 0, 0)
      on conflict (budget, unit, starts) do update set granted = w.used;
    return;
  end if;
  missed := array(select h from unnest(p_hours) h where last is null or h > last order by h);
  if cardinality(missed) = 0 then
    return;
  end if;
  if last is null then
    missed := missed[cardinality(missed):];
  end if;
  -- As many as could be of use; each count has an index. What is paid for wants no credit.
  wanting := (select count(*) from (select from delivery d where d.channel = p_channel and d.status = 'waiting' and d.only_provider is null
        and not (d.paid and d.provider is not distinct from p_provider) limit p_most::bigint * (cardinality(missed) + 25)) w)
    + (select count(*) from (select from delivery d where d.channel = p_channel and d.status = 'waiting' and d.only_provider = p_provider
        and not (d.paid and d.provider is not distinct from p_provider) limit p_most::bigint * (cardinality(missed) + 25)) w)
    + (select count(*) from (select from delivery d where d.channel = p_channel and d.status = 'delayed' and d.not_before <= p_now
        limit p_most::bigint * (cardinality(missed) + 25)) w)
    - (select coalesce(sum(greatest(0, w.granted - w.used - p_reserve)), 0) from budget_window w
        where w.budget = budgeted and w.unit = 'hours' and w.starts = any (p_hours));
  for i in 1 .. cardinality(missed) loop
    gets := least(p_most - p_reserve, greatest(wanting, 0));
    wanting := wanting - gets;
    insert into budget_window as w (budget, unit, starts, used, granted) values (budgeted, 'hours', missed[i], 0, gets + p_reserve)
      on conflict (budget, unit, starts) do update set granted = greatest(w.used, excluded.granted);
  end loop;
end $$;

-- Claims the most urgent rows for one provider and takes their credits, both or neither. Without a budget it takes no lock.
--
-- Windows (p_units, p_starts, p_limits) hold what is used in each; seconds slide, and start just after the instant given (what lies
-- far ahead was counted by a clock that went back). Of each p_reserves are kept for critical rows (urgency 200 and more). The pace is the
-- hour's: p_hours are the hours whose credits may be used now, all of today's where they are granted on the hour, otherwise the one that
-- is open; the reserve of an hour ends with it. Credits of the end of the day come on top of the pace, never of the windows.
--
-- A row whose credit was taken before (its sender died) is not charged again by the same provider; its credit counts as kept, since it may
-- have been used. Where another provider is busy with the rest, only the rows are claimed that this one alone may send (p_anybody false),
-- and what was promised a moment ago is left to it (p_promised_before). A provider that is out is tried with what it was not the last to
-- try (p_fresh): that may leave by another.
create function claim_due(
  p_channel text, p_provider text, p_most integer, p_owner text, p_lease interval, p_now timestamptz,
  p_units text[], p_starts timestamptz[], p_limits integer[], p_reserves integer[], p_concurrent integer,
  p_hours timestamptz[], p_hourly integer, p_hourly_reserve integer, p_granted boolean, p_end_of_day timestamptz,
  p_anybody boolean, p_promised_before timestamptz, p_fresh boolean)
returns setof delivery language plpgsql as $$
declare
  budgeted text := p_channel || '/' || p_provider;
  most integer := p_most;
  room integer := p_most;  -- credits
  low integer := p_most;   -- credits for rows that are not critical
  pace integer := 0;
  late integer := 0;
  this_hour timestamptz := p_hours[cardinality(p_hours)];
  free integer;
  paid_ids bigint[];
  ids bigint[] := '{}';
  units text[] := '{}';
  times timestamptz[] := '{}';
  w record;
  r record;
begin
  if cardinality(p_units) = 0 and p_concurrent is null and cardinality(p_hours) = 0 then
    return query
      with anybody as materialized (
        select d.id, d.rank, d.expires_at from delivery d
          where p_anybody and d.status = 'waiting' and d.channel = p_channel and d.only_provider is null and d.created_at < p_promised_before
            and not (p_fresh and d.provider is not distinct from p_provider)
          order by d.rank, d.expires_at, d.id limit p_most for update skip locked),
      mine as materialized (
        select d.id, d.rank, d.expires_at from delivery d
          where d.status = 'waiting' and d.channel = p_channel and d.only_provider = p_provider
          order by d.rank, d.expires_at, d.id limit p_most for update skip locked),
      due as (
        select b.id from (select * from anybody union all select * from mine) b order by b.rank, b.expires_at, b.id limit p_most)
      update delivery d set status = 'leased', attempts = d.attempts + 1, lease_owner = p_owner,
          lease_until = now() + p_lease, modified_at = now(), paid = true, paid_at = p_now, first_try_at = coalesce(d.first_try_at, p_now), provider = p_provider,
          credit_unit = null, credit_starts = null
        from due where d.id = due.id
        returning d.*;
    return;
  end if;

  perform pg_advisory_xact_lock(hashtextextended('budget:' || budgeted, 0));
  if p_concurrent is not null then
    select least(most, p_concurrent - count(*)) into most from delivery d
      where d.channel = p_channel and d.status = 'leased' and d.provider = p_provider;
    if most <= 0 then
      return;
    end if;
  end if;
  for i in 1 .. cardinality(p_units) loop
    select p_limits[i] - coalesce(sum(b.used), 0) into free from budget_window b where b.budget = budgeted and b.unit = p_units[i]
      and case when p_units[i] = 'seconds' then b.starts > p_starts[i] and b.starts < p_starts[i] + interval '1 minute' else b.starts = p_starts[i] end;
    room := least(room, free);
    low := least(low, free - p_reserves[i]);
  end loop;
  if cardinality(p_hours) > 0 then
    if p_granted then
      perform grant_hours(p_channel, p_provider, p_now, p_hours, p_hourly, p_hourly_reserve);
      select coalesce(sum(greatest(0, b.granted - b.used - case when b.starts = this_hour then 0 else p_hourly_reserve end)), 0) into pace
        from budget_window b where b.budget = budgeted and b.unit = 'hours' and b.starts = any (p_hours);
    else
      select greatest(0, p_hourly - coalesce(sum(b.used), 0)) into pace from budget_window b
        where b.budget = budgeted and b.unit = 'hours' and b.starts = any (p_hours);
    end if;
    select coalesce(sum(greatest(0, b.granted - b.used)), 0) into late from budget_window b
      where b.budget = budgeted and b.unit = 'end-of-day' and b.starts = p_end_of_day;
    room := least(room, pace + late);
    low := least(low, greatest(0, pace - p_hourly_reserve) + late);
  end if;

  paid_ids := array(
    select d.id from delivery d where d.status = 'waiting' and d.paid and d.channel = p_channel and d.provider = p_provider
      order by d.rank, d.expires_at, d.id limit most for update skip locked);
  most := least(most - cardinality(paid_ids), room);
  if most > 0 and low > 0 then
    for r in
      with anybody as materialized (
        select d.id, d.urgency, d.rank, d.expires_at from delivery d
          where p_anybody and d.status = 'waiting' and d.channel = p_channel and d.only_provider is null and d.created_at < p_promised_before
            and not (p_fresh and d.provider is not distinct from p_provider)
            and not (d.paid and d.provider is not distinct from p_provider)
          order by d.rank, d.expires_at, d.id limit most for update skip locked),
      mine as materialized (
        select d.id, d.urgency, d.rank, d.expires_at from delivery d
          where d.status = 'waiting' and d.channel = p_channel and d.only_provider = p_provider and not (d.paid and d.provider is not distinct from p_provider)
          order by d.rank, d.expires_at, d.id limit most for update skip locked)
      select b.id, b.urgency from (select * from anybody union all select * from mine) b order by b.rank, b.expires_at, b.id limit most
    loop
      if r.urgency >= 200 or low > 0 then
        ids := ids || r.id;
        low := low - 1;
      end if;
    end loop;
  end if;
  if low <= 0 and cardinality(ids) < most then
    ids := ids || array(
      select d.id from delivery d where d.status = 'waiting' and d.urgency >= 200 and d.channel = p_channel
          and (d.only_provider is null and p_anybody and d.created_at < p_promised_before and not (p_fresh and d.provider is not distinct from p_provider) or d.only_provider = p_provider)
          and not (d.paid and d.provider is not distinct from p_provider) and d.id <> all (ids)
        order by d.rank, d.expires_at, d.id limit most - cardinality(ids) for update skip locked);
  end if;

  if cardinality(ids) > 0 then
    insert into budget_window as b (budget, unit, starts, used)
      select budgeted, u.unit, case when u.unit = 'seconds' then p_now else u.starts end, cardinality(ids)
        from unnest(p_units, p_starts) as u(unit, starts)
      on conflict (budget, unit, starts) do update set used = b.used + excluded.used;
  end if;
  if cardinality(p_hours) > 0 and cardinality(ids) > 0 then
    if not p_granted then
      units := array_fill('hours'::text, array[least(pace, cardinality(ids))]);
      times := array_fill(p_hours[1], array[least(pace, cardinality(ids))]);
    else
      for w in select h.starts, h.free from (
          select b.starts, b.granted - b.used - case when b.starts = this_hour then 0 else p_hourly_reserve end as free
            from budget_window b where b.budget = budgeted and b.unit = 'hours' and b.starts = any (p_hours)) h
        where h.free > 0 order by h.starts
      loop
        free := least(w.free, cardinality(ids) - cardinality(units));
        units := units || array_fill('hours'::text, array[free]);
        times := times || array_fill(w.starts, array[free]);
      end loop;
    end if;
    free := cardinality(ids) - cardinality(units);
    units := units || array_fill('end-of-day'::text, array[free]);
    times := times || array_fill(p_end_of_day, array[free]);
    insert into budget_window as b (budget, unit, starts, used)
      select budgeted, c.unit, c.starts, count(*) from unnest(units, times) as c(unit, starts) group by c.unit, c.starts
      on conflict (budget, unit, starts) do update set used = b.used + excluded.used;
  end if;
  return query
    update delivery d set status = 'leased', attempts = d.attempts + 1, lease_owner = p_owner, lease_until = now() + p_lease,
        modified_at = now(), paid = true, provider = p_provider, first_try_at = coalesce(d.first_try_at, p_now),
        paid_at = case when c.fresh then p_now else d.paid_at end,
        credit_unit = case when c.fresh then c.unit else 'kept' end, credit_starts = c.starts
      from (select f.id, f.unit, f.starts, true as fresh from unnest(ids, units, times) as f(id, unit, starts)
        union all select p, null, null, false from unnest(paid_ids) p) c
      where d.id = c.id
      returning d.*;
end $$;
-- A plan made while the table is empty would be kept when it is not.
alter function claim_due(text, text, integer, text, interval, timestamptz, text[], timestamptz[], integer[], integer[], integer,
  timestamptz[], integer, integer, boolean, timestamptz, boolean, timestamptz, boolean) set plan_cache_mode = force_custom_plan;

-- Gives credits back: of each window so many, never below zero.
create function give_back(p_budget text, p_units text[], p_starts timestamptz[], p_counts integer[])
returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('budget:' || p_budget, 0));
  update budget_window b set used = greatest(0, b.used - g.count)
    from (select u.unit, u.starts, sum(u.count)::integer as count
      from unnest(p_units, p_starts, p_counts) as u(unit, starts, count) group by u.unit, u.starts) g
    where b.budget = p_budget and b.unit = g.unit and b.starts = g.starts;
end $$;
