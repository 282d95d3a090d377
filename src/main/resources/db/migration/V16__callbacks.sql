-- So that what is personal in events goes with what is personal in their deliveries.
create index status_event_delivery on status_event (delivery_id);
