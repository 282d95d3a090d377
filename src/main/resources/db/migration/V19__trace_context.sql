-- In which trace a message was written (W3C Trace Context), for whoever publishes it later.
alter table outbox add column traceparent text, add column tracestate text;
