-- For the gauges of the backlog: without them counting a few rows would read every finished delivery.
create index delivery_parked on delivery (channel, created_at) where status = 'parked';
create index delivery_submitted on delivery (channel, created_at) where status = 'submitted';
