"""Reloads a running Wadi again and again and times it; prints one line of JSON for each reload.

    python3 bench/reload.py TREE MANAGEMENT_URL DATA_DIR RELOADS COMMANDS

TREE is a copy of Wadi whose files this program edits: a fraud rule's score, so that one rule and nothing that is
specified changes. RELOADS go over the operations API, COMMANDS more as `./wadi reload`, with the start of Java in them.
After each kind, one edit that no check lets pass.
"""
import http.client
import json
import os
import pathlib
import subprocess
import sys
import time
from urllib.parse import urlsplit

RULES = "routes/fraud/rules.yaml"


def edit(tree, text):
    file = tree / RULES
    file.write_text(ORIGINAL + text)


def over_http(url, token):
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=120)
    began = time.monotonic()
    connection.request("POST", "/ops/reload?reason=benchmark", headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    body = json.loads(answer.read())
    took = (time.monotonic() - began) * 1000
    connection.close()
    return answer.status, body, took


def by_command(tree, env):
    began = time.monotonic()
    done = subprocess.run([tree / "wadi", "reload", "--reason", "benchmark"], env=env, capture_output=True, timeout=120)
    return done.returncode, (time.monotonic() - began) * 1000


def tell(kind, number, took, phases=None):
    print(json.dumps({"kind": kind, "reload": number, "result": {"ms": round(took, 1), "phases": phases or {}}}), flush=True)


def main():
    global ORIGINAL
    tree, url, data = pathlib.Path(sys.argv[1]), urlsplit(sys.argv[2]), pathlib.Path(sys.argv[3])
    reloads, commands = int(sys.argv[4]), int(sys.argv[5])
    ORIGINAL = (tree / RULES).read_text()
    token = next((data / "secrets").glob("*token*")).read_text().strip()
    env = {**os.environ, "MANAGEMENT_PORT": str(url.port), "DATA_DIR": str(data)}
    for number in range(1, reloads + 1):
        edit(tree, f"# edit {number}\n")
        while True:
            status, body, took = over_http(url, token)
            if status != 409:  # two generations have not drained yet
                break
        if status != 200:
            sys.exit(f"reload {number} was answered with {status}: {body}")
        tell("reload", number, took, {phase["phase"]: phase["millis"] for phase in body["phases"]})
    edit(tree, "  - id: broken\n")
    status, body, took = over_http(url, token)
    if status != 422:
        sys.exit(f"a broken file was answered with {status}: {body}")
    tell("refusal", 1, took)
    for number in range(1, commands + 1):
        edit(tree, f"# command {number}\n")
        code, took = by_command(tree, env)
        if code != 0:
            sys.exit(f"./wadi reload ended with {code}")
        tell("command", number, took)
    edit(tree, "  - id: broken\n")
    code, took = by_command(tree, env)
    if code != 1:
        sys.exit(f"./wadi reload of a broken file ended with {code}")
    tell("refused command", 1, took)
    edit(tree, "")


if __name__ == "__main__":
    main()
