"""Looks at the processes of one Wadi, from /proc.

    python3 bench/procs.py memory ROOT DATA_DIR          RSS and PSS, one JSON object
    python3 bench/procs.py settle ROOT DATA_DIR SECONDS  waits until they use under 10 % of a core; exit 1 if they do not;
                                                         prints how many cores other programs used meanwhile
    python3 bench/procs.py flags  ROOT                   the -X options of its JVM, without those that name a file
    python3 bench/procs.py stop   ROOT DATA_DIR SECONDS  SIGTERM to ROOT, then waits; exit 1 if anything had to be killed

ROOT is the process id of `./wadi run`. Its processes are ROOT, all that descend from it, and all whose executable
lies below DATA_DIR: the embedded PostgreSQL, which need not be a descendant.
"""
import json
import os
import pathlib
import re
import signal
import sys
import time

TICKS = os.sysconf("SC_CLK_TCK")


def stat(pid):
    """The fields of /proc/PID/stat after the name: state first, parent second, CPU ticks, start time."""
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def executable(pid):
    try:
        return os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return ""


def processes(root, data_dir):
    """Process id to start time, of every living process of this Wadi."""
    below = os.path.realpath(data_dir) + os.sep
    parents, started, found = {}, {}, {}
    for pid in (int(entry) for entry in os.listdir("/proc") if entry.isdigit()):
        try:
            fields = stat(pid)
        except OSError:
            continue
        if fields[0] not in "ZX":
            parents[pid], started[pid] = int(fields[1]), fields[19]
    for pid in parents:
        line = [pid]
        while line[-1] != root and parents.get(line[-1]):
            line.append(parents[line[-1]])
        if root in line or executable(pid).startswith(below):
            found[pid] = started[pid]
    return found


def memory(root, data_dir):
    sums = {"java": [0, 0, 0], "postgres": [0, 0, 0], "other": [0, 0, 0]}
    for pid in processes(root, data_dir):
        name = os.path.basename(executable(pid))
        kind = name if name in sums else "other"
        try:
            rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        for i, key in enumerate(("Rss", "Pss")):
            sums[kind][i] += int(re.search(rf"^{key}:\s*(\d+) kB", rollup, re.MULTILINE).group(1))
        sums[kind][2] += 1
    result = {kind: {"rssKiB": rss, "pssKiB": pss, "processes": count} for kind, (rss, pss, count) in sums.items() if count}
    result["all"] = {key: sum(one[key] for one in result.values()) for key in ("rssKiB", "pssKiB", "processes")}
    print(json.dumps(result))
    return 0 if "java" in result else 1


def cpu_seconds(root, data_dir):
    total = 0
    for pid in processes(root, data_dir):
        try:
            fields = stat(pid)
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def busy_seconds():
    """CPU seconds of the whole machine, without idle and waiting for a disk."""
    fields = [int(field) for field in pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICKS


def settle(root, data_dir, limit):
    end = time.monotonic() + limit
    while True:
        ours, all_, at = cpu_seconds(root, data_dir), busy_seconds(), time.monotonic()
        time.sleep(1)
        seconds = time.monotonic() - at
        ours, all_ = cpu_seconds(root, data_dir) - ours, busy_seconds() - all_
        quiet = ours < 0.10 * seconds
        if quiet or time.monotonic() > end:
            print(f"{max(0, all_ - ours) / seconds:.2f}")
            return 0 if quiet else 1


def flags(root):
    for pid in processes(root, "/nonexistent"):
        if os.path.basename(executable(pid)) == "java":
            words = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
            print(*(word for word in words if word.startswith("-X") and "/" not in word))
    return 0


def stop(root, data_dir, limit):
    ours = processes(root, data_dir)

    def living():
        for pid, started in {**ours, **processes(root, data_dir)}.items():
            try:
                fields = stat(pid)
            except OSError:
                continue
            if fields[0] not in "ZX" and fields[19] == started:
                yield pid

    def wait(seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end and any(living()):
            time.sleep(0.05)

    if root in ours:
        os.kill(root, signal.SIGTERM)
    wait(limit)
    left = list(living())
    for pid in left:
        print(f"had to kill {pid} ({os.path.basename(executable(pid))})", file=sys.stderr)
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    wait(5)
    return 1 if left else 0


def main():
    command, root, *rest = sys.argv[1:]
    root = int(root)
    if command == "memory":
        return memory(root, rest[0])
    if command == "settle":
        return settle(root, rest[0], float(rest[1]))
    if command == "flags":
        return flags(root)
    if command == "stop":
        return stop(root, rest[0], float(rest[1]))
    raise SystemExit(__doc__)


if __name__ == "__main__":
    sys.exit(main())
