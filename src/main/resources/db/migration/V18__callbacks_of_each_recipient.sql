-- Callbacks are in order for each recipient. The next events of each, and those being told, are found without those that wait behind them.
create index status_event_next on status_event (notification_id, delivery_id, id) where promised_at is null and done_at is null;
create index status_event_told on status_event (notification_id, delivery_id) where promised_at is not null and done_at is null;
drop index status_event_wanted;
