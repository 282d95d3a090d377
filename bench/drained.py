"""How many SMS a Wadi delivers a second, from the first request of a load to the last delivery.

    python3 bench/drained.py METRICS_URL begin STATE_FILE     before the load
    python3 bench/drained.py METRICS_URL end STATE_FILE       after it: waits until nothing is left, prints one JSON object

Exit status 1 when nothing was delivered for a minute although something waits.
"""
import json
import pathlib
import re
import sys
import time
import urllib.request


def read(url):
    text = urllib.request.urlopen(url, timeout=10).read().decode()
    delivered = re.search(r'^delivery_outcomes_total[{]channel="sms",outcome="delivered"[}] (\S+)', text, re.M)
    accepted = re.findall(r'^http_server_requests_seconds_count[{]([^}]*)[}] (\S+)', text, re.M)
    taken = sum(float(count) for labels, count in accepted if 'route="/v2/notifications"' in labels and 'status="202"' in labels)
    return float(delivered.group(1)), taken


def main():
    url, phase, state = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    delivered, taken = read(url)
    if phase == "begin":
        state.write_text(json.dumps([time.time(), delivered, taken]))
        return 0
    began, delivered_before, taken_before = json.loads(state.read_text())
    last = time.time()
    while delivered - delivered_before < taken - taken_before:
        time.sleep(0.05)
        now = read(url)[0]
        if now > delivered:
            delivered, last = now, time.time()
        elif time.time() - last > 60:
            return 1
    count = delivered - delivered_before
    print(json.dumps({"count": int(count), "seconds": round(last - began, 3), "perSecond": round(count / (last - began), 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
