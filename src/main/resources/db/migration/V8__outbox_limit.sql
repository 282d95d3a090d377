-- One message that a broker refuses for its size would hold up all behind it. Kafka takes 1 MiB by default.
alter table outbox add constraint outbox_value_size check (octet_length(item_value::text) <= 900000) not valid;
