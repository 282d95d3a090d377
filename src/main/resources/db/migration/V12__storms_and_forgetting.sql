-- Repeated alerts about one card are folded into one message; what is personal goes before its row does.

-- What was last sent about a card and kind, and what was not sent since.
create table alert_storm (
  card           text not null,              -- fingerprint
  kind           text not null,
  alert_id       bigint not null,            -- the alert that was sent
  severity       text not null,              -- its severity
  sent_at        timestamptz not null,
  until          timestamptz not null,       -- those before are folded
  folded         integer not null default 0, -- so many since it was sent
  worst_alert    bigint,                     -- the latest of the most severe of these
  worst_severity text,
  try_at         timestamptz,                -- when somebody looks whether to send a summary; null when nothing is folded
  tries          integer not null default 0,
  primary key (card, kind)
) with (fillfactor = 70);
create index alert_storm_due on alert_storm (try_at) where try_at is not null;

alter table alert
  add column folded_into bigint,             -- not sent by itself: this one had just been
  add column folded      integer;            -- its message tells of so many that were not sent

create function severity_rank(severity text) returns integer language sql immutable as $$
  select coalesce(array_position(array['low', 'normal', 'high', 'critical'], severity), 3)
$$;

-- Decides whether an alert is sent, and what it tells of others then. Holds the row of its card and kind until the commit, so that
-- alerts about one card follow each other, in all processes.
create function fold_alert(p_card text, p_kind text, p_severity text, p_alert bigint, p_now timestamptz, p_for interval)
returns table (folded_into bigint, folded integer, since timestamptz) language plpgsql as $$
#variable_conflict use_column
declare
  known alert_storm;
begin
  loop
    insert into alert_storm (card, kind, alert_id, severity, sent_at, until)
      values (p_card, p_kind, p_alert, p_severity, p_now, p_now + p_for) on conflict do nothing;
    if found then
      return query select null::bigint, 0, p_now;
      return;
    end if;
    select * into known from alert_storm s where s.card = p_card and s.kind = p_kind for update;
    exit when found;                         -- else it was just swept
  end loop;
  if p_now < known.until and severity_rank(p_severity) <= severity_rank(known.severity) then
    update alert_storm s set folded = s.folded + 1, try_at = coalesce(s.try_at, s.until),
        worst_alert = case when worse.yes then p_alert else s.worst_alert end,
        worst_severity = case when worse.yes then p_severity else s.worst_severity end
      from (select known.worst_alert is null or severity_rank(p_severity) >= severity_rank(known.worst_severity) as yes) worse
      where s.card = p_card and s.kind = p_kind;
    update alert a set folded_into = known.alert_id where a.id = p_alert;
    return query select known.alert_id, known.folded + 1, known.sent_at;
  else
    update alert_storm s set alert_id = p_alert, severity = p_severity, sent_at = p_now, until = p_now + p_for,
        folded = 0, worst_alert = null, worst_severity = null, try_at = null, tries = 0
      where s.card = p_card and s.kind = p_kind;
    if known.folded > 0 then
      update alert a set folded = known.folded where a.id = p_alert;
    end if;
    return query select null::bigint, known.folded, known.sent_at;
  end if;
end $$;

-- Says when the contents were taken out.
alter table delivery add column blanked_at timestamptz;
alter table alert add column blanked_at timestamptz;
alter table transaction add column blanked_at timestamptz;

-- For people who look for what came too late, among all that is finished.
create index delivery_expired on delivery (id) where status = 'expired';
