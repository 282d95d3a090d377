"""Prints what a result was measured on, as one JSON object: python3 bench/machine.py DATA_FOLDER

DATA_FOLDER is where the database lies; its file system decides what a commit costs.
"""
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import time


def output(*command):
    """Standard output and error of a command, or an empty text when it cannot be run."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=30)
        return done.stdout.strip()
    except OSError:
        return ""


def first(pattern, text, default="unknown"):
    found = re.search(pattern, text, re.MULTILINE)
    return found.group(1).strip() if found else default


def git(*arguments):
    root = pathlib.Path(__file__).resolve().parent.parent
    done = subprocess.run(["git", "-C", root, *arguments], capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def busy_cores():
    """How many cores anybody used during one second; nothing of ours runs when this is asked."""
    def busy():
        fields = [int(field) for field in pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        return sum(fields) - fields[3] - fields[4]  # without idle and waiting for a disk
    before, at = busy(), time.monotonic()
    time.sleep(1)
    return round((busy() - before) / os.sysconf("SC_CLK_TCK") / (time.monotonic() - at), 2)


def main():
    memory = pathlib.Path("/proc/meminfo").read_text()
    java = output("java", "-version").splitlines()
    changes = [line for line in git("status", "--porcelain").splitlines() if not line[3:].startswith("docs/benchmarks")]
    print(json.dumps({
        "cpu": first(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text()),
        "cores": len(os.sched_getaffinity(0)),
        "memoryMiB": int(first(r"^MemTotal:\s*(\d+)", memory, "0")) // 1024,
        "kernel": os.uname().release,
        "fileSystem": output("findmnt", "-no", "FSTYPE", "-T", sys.argv[1]) or output("stat", "-f", "-c", "%T", sys.argv[1]),
        "java": " / ".join(line for line in java if "version" in line or "VM" in line),
        "wrk": first(r"^wrk (\S+)", output("wrk", "-v")),
        "commit": git("rev-parse", "--short=10", "HEAD") or "unknown",
        "uncommitted": bool(changes),
        "busyCores": busy_cores(),
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }))


if __name__ == "__main__":
    main()
