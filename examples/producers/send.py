#!/usr/bin/env python3
"""Sends one transaction (or alert) over RabbitMQ, and returns when the broker has it on disk.

    send.py '{"order": {}, "paymentMethod": "card", "payment": {"amount": 25000}}'
    send.py --queue wadi.alerts < alert.json

Needs pika: apt-get install python3-pika, or pip install pika.
"""
import argparse
import json
import os
import sys
import uuid

import pika

arguments = argparse.ArgumentParser(description="Sends one message to Wadi over RabbitMQ.")
arguments.add_argument("body", nargs="?", help="a JSON object; without it, standard input is read")
arguments.add_argument("--uri", default=os.environ.get("RABBITMQ_URI", "amqp://guest:guest@127.0.0.1:5672/%2f"))
arguments.add_argument("--queue", default="wadi.transactions")
arguments.add_argument("--id", default=str(uuid.uuid4()), help="the message's identity: to send it again, use the same one")
given = arguments.parse_args()

body = given.body or sys.stdin.read()
json.loads(body)  # a mistake is better found here

connection = pika.BlockingConnection(pika.URLParameters(given.uri))
channel = connection.channel()
channel.confirm_delivery()  # without it, a message that the broker never got looks as if it had been sent
try:
    channel.basic_publish(
        exchange="",
        routing_key=given.queue,
        body=body.encode(),
        properties=pika.BasicProperties(message_id=given.id, content_type="application/json", delivery_mode=2),
        mandatory=True,  # without it, a message for a queue that is not there is dropped, and confirmed
    )
except pika.exceptions.UnroutableError:
    sys.exit(f"nobody has declared the queue {given.queue}: is Wadi running, with RabbitMQ switched on?")
finally:
    connection.close()
print("confirmed", given.id)
