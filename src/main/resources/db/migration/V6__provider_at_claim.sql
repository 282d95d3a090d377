drop function claim_deliveries(text, integer, text, interval, text[], timestamptz[], integer[]);

-- Claims the most urgent rows and takes their credits, both or neither. Without windows it takes no lock.
-- Rows whose credit was taken before (their sender died) are not charged again. The rows say who sends them now.
create function claim_deliveries(
  p_channel text, p_provider text, p_most integer, p_owner text, p_lease interval,
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
        lease_until = now() + p_lease, modified_at = now(), paid = true, provider = coalesce(p_provider, d.provider)
      from affordable a where d.id = a.id
      returning d.*;
end $$;
