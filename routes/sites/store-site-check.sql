-- Where checks go. :#row is the check as JSON: jsonb_populate_record makes of each member what the column of your table is, so that it may be
-- timestamp or timestamptz, varchar or text. Members: site_id, status_code, response_time, record_date, has_regexp, comments; each is there as :#name too.
-- A column with a time zone gets the time with the one of sites.source-zone, any other the time as the producer wrote it.
insert into site_monitor (site_id, status_code, response_time, record_date, has_regexp, comments, inserted_date)
select site_id, status_code, response_time, record_date, has_regexp, comments, now()
from jsonb_populate_record(null::site_monitor, cast(:#row as jsonb)
  || case when pg_typeof((null::site_monitor).record_date) = 'timestamp with time zone'::regtype
     then jsonb_build_object('record_date', cast(:#record_instant as text)) else '{}' end)
