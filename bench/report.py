"""Writes docs/benchmarks.md from the raw results of bench/run.

    python3 bench/report.py [--raw DIR] [--out FILE]     FILE may be - for standard output

Each part is taken from the newest folder below DIR that has it, so measuring one part again leaves the others
as they were; every section says on what and when it was measured.
"""
import argparse
import json
import pathlib
import statistics
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PARTS = ("intake", "bare", "tracing", "alerts", "delivery", "notifications", "transports", "remote", "first-alert", "ready", "memory", "reload")

HEAD = """# Benchmarks

Written by `bench/run`; do not edit. What each part does and how to read it: [bench/README.md](../bench/README.md).
Load client and server share the machine, so these are not the limits of a server of its own. Every value is the median
of the runs, with the lowest and the highest in brackets; a difference smaller than these ranges means nothing.
"""


def newest(raw):
    """Part to (environment, jvm flags, measurements, folder), each from the newest folder that has it."""
    parts = {}
    for file in sorted(raw.glob("*/*.jsonl")):
        lines = [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
        if not lines or "environment" not in lines[0]:
            continue
        environment = lines[0]["environment"]
        flags = next((line["jvmFlags"] for line in lines if "jvmFlags" in line), "")
        known = parts.get(file.stem)
        if known is None or environment["date"] > known[0]["date"]:
            parts[file.stem] = (environment, flags, [line for line in lines if "result" in line], file.parent.name)
    return parts


def spread(values, digits=0, factor=1.0):
    """Median and range: 12.3 (11.9-12.8). One value stands alone; none is a dash."""
    values = [value * factor for value in values if value is not None]
    if not values:
        return "-"
    show = f"{{:,.{digits}f}}".format
    middle = show(statistics.median(values))
    return middle if len(values) == 1 else f"{middle} ({show(min(values))}-{show(max(values))})"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "|".join("---" if i == 0 else "---:" for i in range(len(head))) + "|"]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]) + "\n"


def grouped(lines, *keys):
    """Measurements with the same values of these keys, in order of first appearance."""
    groups = {}
    for line in lines:
        groups.setdefault(tuple(line[key] for key in keys), []).append(line)
    return groups


def values(lines, key):
    return [line["result"][key] for line in lines]


def errors(lines):
    """Connections and requests that failed or timed out, over all runs."""
    total = {}
    for line in lines:
        for kind, count in line["result"]["errors"].items():
            total[kind] = total.get(kind, 0) + count
    return ", ".join(f"{kind} {count:,}" for kind, count in total.items() if count) or "0"


def unexpected(lines):
    """Status codes nobody should get, over all runs: other than 200, or 402 for as many as were to be held."""
    total = {}

    def add(status, count):
        total[status] = total.get(status, 0) + count

    for line in lines:
        statuses, sent = line["result"]["statuses"], line["result"]["heldSent"]
        for status, count in statuses.items():
            if status not in ("200", "402"):
                add(status, count)
        held = statuses.get("402", 0)
        # Requests under way when the time is over were sent but not answered, and wrk makes one just to look at it.
        if held > sent:
            add("402 too many", held - sent)
        elif held < sent - line["connections"] - 4:
            add("402 too few", sent - held)
    return ", ".join(f"{status}: {count:,}" for status, count in sorted(total.items())) or "0"


def intake(lines):
    rows = [(connections, f"{held} %", spread(values(group, "requestsPerSecond")), spread(values(group, "p50"), 1),
             spread(values(group, "p99"), 1), errors(group), unexpected(group))
            for (connections, held), group in grouped(lines, "connections", "heldPercent").items()]
    return table(("connections", "held", "requests/s", "p50 ms", "p99 ms", "errors", "unexpected answers"), rows)


def bare(lines):
    rows = []
    for (connections, held), group in grouped(lines, "connections", "heldPercent").items():
        wadi = {line["run"]: line for line in group if line["target"] == "wadi"}
        other = {line["run"]: line for line in group if line["target"] == "bare"}
        runs = sorted(wadi.keys() & other.keys())
        pairs = [(wadi[run], other[run]) for run in runs]
        ratios = [a["result"]["requestsPerSecond"] / b["result"]["requestsPerSecond"] for a, b in pairs
                  if b["result"]["requestsPerSecond"]]
        rows.append((connections, f"{held} %",
                     spread([a["result"]["requestsPerSecond"] for a, _ in pairs]),
                     spread([b["result"]["requestsPerSecond"] for _, b in pairs]),
                     f"**{spread(ratios, 2)}**",
                     spread([b["result"]["p50"] for _, b in pairs], 1), spread([b["result"]["p99"] for _, b in pairs], 1),
                     errors([b for _, b in pairs]), unexpected([b for _, b in pairs])))
    return table(("connections", "held", "Wadi requests/s", "bare requests/s", "Wadi / bare",
                  "bare p50 ms", "bare p99 ms", "bare errors", "bare unexpected"), rows)


def tracing(lines):
    names = {"off": "off, as shipped", "0.1": "one trace in ten", "1.0": "all traces"}
    runs = {run: {line["sampled"]: line["result"]["requestsPerSecond"] for line in group} for (run,), group in grouped(lines, "run").items()}
    rows = [(names[sampled], spread(values(group, "requestsPerSecond")), f"**{spread([run[sampled] / run['off'] for run in runs.values()], 2)}**",
             spread(values(group, "p50"), 1), spread(values(group, "p99"), 1), errors(group)) for (sampled,), group in grouped(lines, "sampled").items()]
    return table(("tracing", "requests/s", "to off", "p50 ms", "p99 ms", "errors"), rows)


def alerts(lines):
    names = {"sink": "a mail server beside it", "inbox": "the built-in inbox"}
    rows = []
    for (variant,), group in grouped(lines, "variant").items():
        answers = {}
        for line in group:
            for status, count in line["result"]["statuses"].items():
                if status != "402":
                    answers[status] = answers.get(status, 0) + count
        # Mails cannot come faster than they are asked for: then the rate is that of sending, not of delivery.
        paced = any(line["result"]["alertsPerSecond"] > 0.9 * line["result"]["answersPerSecond"] for line in group)
        rows.append((names[variant], f"{group[0]['result']['count']:,}", spread(values(group, "answersPerSecond")),
                     spread(values(group, "alertsPerSecond")) + (" as fast as sent" if paced else ""), spread(values(group, "p50"), 1), spread(values(group, "p99"), 1),
                     sum(values(group, "missing")), sum(values(group, "doubles")),
                     ", ".join(f"{status}: {count:,}" for status, count in sorted(answers.items())) or "0"))
    return table(("mail goes to", "alerts a run", "answers/s", "alerts/s end to end", "p50 ms", "p99 ms",
                  "missing", "doubles", "unexpected answers"), rows)


TRANSPORTS = {"HTTP": "HTTP", "RABBITMQ": "RabbitMQ", "KAFKA": "Kafka", "ARTEMIS_INSIDE": "Artemis inside", "ARTEMIS": "Artemis elsewhere"}


def transports(lines):
    kinds = {kind: list(group) for (kind,), group in grouped(lines, "kind").items()}

    def of(kind, *keys):
        groups = grouped(kinds.get(kind, ()), "transport", *keys)
        return sorted(groups.items(), key=lambda item: (list(TRANSPORTS).index(item[0][0]), *item[0][1:]))

    def published(group):
        slow = any(line["result"]["publishedPerSecond"] < 2 * line["result"]["perSecond"] for line in group)
        return spread(values(group, "publishedPerSecond")) + (" **too slow to tell**" if slow else "")

    taken = [(TRANSPORTS[name], f"{group[0]['result']['count']:,}", spread(values(group, "perSecond")), "-" if name == "HTTP" else published(group))
             for (name,), group in of("intake")]
    relayed = [(TRANSPORTS[name], f"{group[0]['result']['count']:,}", spread(values(group, "relayPerSecond")), spread(values(group, "plainPerSecond")),
                f"**{spread(values(group, 'ratio'), 2)}**") for (name,), group in of("relay")]
    mailed = [(TRANSPORTS[name], processes, f"{group[0]['result']['count']:,}", spread(values(group, "perSecond")), published(group),
               f"{min(min(each) for each in values(group, 'mailsOfEach')):,}-{max(max(each) for each in values(group, 'mailsOfEach')):,}")
              for (name, processes), group in of("mails", "processes")]
    return "\n".join((
        "Clean transactions taken in: from the first that is stored to the last.\n",
        table(("transactions over", "a run", "stored/s", "published/s beside it"), taken),
        "Alerts from the outbox to the broker, confirmed in batches of 200, and a plain client with the same bodies in the same batches. "
        "The ratio is taken per pair.\n",
        table(("alerts to", "a run", "relay alerts/s", "plain client alerts/s", "relay / plain"), relayed),
        "Alerts from the broker to the mail: from the first that is published to the last mail at a server that counts.\n",
        table(("alerts through", "processes", "a run", "mails/s", "published/s beside it", "mails of one process in a run"), mailed)))


FAULTS = {"well": "answers", "HANGS": "accepts and never answers", "DRIPS": "answers five bytes a second", "GARBAGE": "answers what is no verdict",
          "FAILS": "answers 500", "RESETS": "resets the connection", "REFUSES": "takes no connection"}


def delivery(lines):
    claims = [line for line in lines if line["kind"] == "claims"]
    least = {}
    for (waiting, together), group in grouped(claims, "waiting", "together").items():
        least.setdefault(together, group)
    rows = []
    for (waiting, together), group in grouped(claims, "waiting", "together").items():
        pairs = [mine["result"]["perSecond"] / first["result"]["perSecond"] for mine, first in zip(group, least[together])]
        rows.append((f"{waiting:,}", together, spread(values(group, "perSecond")), spread(pairs, 2)))
    mails = [line for line in lines if line["kind"] == "mails"]
    accepted = [line for line in lines if line["kind"] == "acceptance"]
    return "\n".join((
        "Claimed and finished with their attempts, within a budget of four windows, by one process:\n",
        table(("rows that wait", "claimed together", "rows/s", "to the least that wait"), rows),
        f"Mails to a local SMTP server without a limit, {mails[0]['concurrency']} at a time, and a plain loop over Angus Mail with as many kept connections that stores nothing:\n",
        table(("mails", "Wadi mails/s", "plain mails/s", "Wadi / plain"),
              [(f"{mails[0]['result']['count']:,}", spread(values(mails, "wadiPerSecond")), spread(values(mails, "plainPerSecond")), spread(values(mails, "ratio"), 2))]),
        "100 alerts a second while 100,000 mails of less urgency wait and leave as fast as they can; from the 402 answer to SMTP's 250:\n",
        table(("alerts in a run", "p50 ms", "p99 ms", "max ms", "without a 402"),
              [(f"{accepted[0]['result']['count']:,}", spread(values(accepted, "p50")), f"**{spread(values(accepted, 'p99'))}**", spread(values(accepted, "max")),
                sum(values(accepted, "refused")))])))


def notifications(lines):
    accepted = [line for line in lines if line["kind"] == "accepted"]
    sent = [line for line in lines if line["kind"] == "end to end"]
    rows = []
    for (path, connections), group in grouped(accepted, "path", "connections").items():
        others = {}
        for line in group:
            for status, count in line["result"]["statuses"].items():
                if status != "202":
                    others[status] = others.get(status, 0) + count
        rows.append((f"`{path}`", connections, spread(values(group, "requestsPerSecond")), spread(values(group, "p50"), 1),
                     spread(values(group, "p99"), 1), errors(group), ", ".join(f"{s}: {c:,}" for s, c in sorted(others.items())) or "0"))
    return (table(("accepted at", "connections", "accepted/s", "p50 ms", "p99 ms", "errors", "other answers"), rows)
            + "\n" + table(("end to end", "SMS in a run", "SMS/s"), [("16 connections", spread(values(sent, "count")), spread(values(sent, "perSecond")))]))


def remote(lines):
    def rows(circuit):
        return [(FAULTS[kind], spread(values(group, "p50"), 1), f"**{spread(values(group, 'p99'), 1)}**", spread(values(group, "max"), 1), spread(values(group, "asked")),
                 spread(values(group, "againSeconds"), 1) if kind != "well" else "-",
                 sum(line["result"]["count"] - line["result"]["stored"] for line in group))
                for (kind, of), group in grouped(lines, "kind", "circuit").items() if of == circuit]
    head = ("the service", "p50 ms", "p99 ms", "max ms", "asked", "asked again after s", "lost")
    timeout = lines[0]["result"]["timeout"]
    return "\n".join((
        f"{lines[0]['result']['count']:,} transactions in a run, 8 at a time, `fraud.remote.timeout={timeout}ms`, so the p99 must be under {timeout + 20} ms. "
        "As shipped the circuit opens:\n", table(head, rows("shipped")),
        "With a circuit that never opens, so that each transaction waits:\n", table(head, rows("never"))))


def ready(lines):
    rows = [(f"{data} data folder", spread([line["result"]["ms"] for line in group], 2, 0.001))
            for (data,), group in sorted(grouped(lines, "data").items(), reverse=True)]
    return table(("start on an", "seconds to ready"), rows)


def first_alert(lines):
    names = {"warm": "as it is, with all libraries", "empty": "empty: everything is downloaded"}
    steps = ("clone", "build", "start", "alert", "total")
    rows = [(names[repository], *(spread(values(group, step), 1) for step in steps)) for (repository,), group in grouped(lines, "repository").items()]
    return table(("local Maven repository", "clone s", "build s", "start s", "alert s", "in all s"), rows)


def memory(lines):
    names = {"idle": "idle after start", "loaded": "right after load at 64 connections"}
    rows = []
    for (when,), group in grouped(lines, "when").items():
        def mib(kind, key):
            return spread([line["result"][kind][key] for line in group if kind in line["result"]], 0, 1 / 1024)
        rows.append((names[when], mib("all", "pssKiB"), mib("all", "rssKiB"), mib("java", "pssKiB"), mib("java", "rssKiB"),
                     mib("postgres", "pssKiB"), mib("postgres", "rssKiB"),
                     spread([line["result"]["all"]["processes"] for line in group])))
    return table(("", "PSS MiB", "RSS MiB", "java PSS", "java RSS", "PostgreSQL PSS", "PostgreSQL RSS", "processes"), rows)


def reload(lines):
    reloads = [line for line in lines if line["kind"] == "reload"]
    kinds = (("the first reload of a process", [line for line in reloads if line["reload"] == 1]),
             ("reloads 3 to 20", [line for line in reloads if line["reload"] >= 3]),
             ("a refusal", [line for line in lines if line["kind"] == "refusal"]),
             ("`./wadi reload`, with the start of Java", [line for line in lines if line["kind"] == "command"]),
             ("the same, refused", [line for line in lines if line["kind"] == "refused command"]))
    phases = ("snapshot", "build", "check", "switch")
    return table(("", "ms", *(f"{phase} ms" for phase in phases)),
                 [(name, spread(values(group, "ms")), *(spread([line["result"]["phases"].get(phase) for line in group]) for phase in phases))
                  for name, group in kinds])


SECTIONS = {
    "intake": ("Intake", intake, "`POST /transact`, all work included: screened, stored, answered after the commit."),
    "bare": ("Wadi against a bare handler", bare, "The same load, in pairs one right after the other, on a bare Vert.x server "
             "that does the JSON work and stores nothing. The ratio is taken per pair."),
    "tracing": ("Tracing", tracing, "`POST /transact` over 64 connections, each run with a process of its own; a server beside it takes the spans and does nothing "
                "with them. The ratio is taken per run."),
    "alerts": ("Alerts end to end", alerts, "Held transactions over 16 connections; alerts/s is from the first request to the "
               "last mail, p50 and p99 are from the 402 answer to the mail."),
    "delivery": ("Delivery", delivery, "What waits in the delivery table. The database shares the machine."),
    "notifications": ("Notifications", notifications, "One SMS a request. *Accepted* is answered 202 after the commit, while the provider's budget is used up; "
                      "*end to end* is from the first request to the last that a provider beside it took, 16 sends at a time."),
    "transports": ("Transports", transports, "Each with a real broker on this machine, which shares its cores, and embedded PostgreSQL."),
    "remote": ("Remote fraud check", remote, "`POST /transact` while the service of `fraud.mode=remote` misbehaves, with fallback `rules`."),
    "first-alert": ("From a clone to the first alert", first_alert, "Written by `bench/clone-to-first-alert`: `git clone`, `./wadi run` with its first build and "
                    "a new database, one held transaction, and its mail in the inbox."),
    "ready": ("Time to ready", ready, "From the start of `./wadi run` to the first 200 of the readiness check."),
    "reload": ("Reload", reload, "From the request to the answer that the new generation runs; the old one drains after that. `check`, all specs "
               "included, is what it takes longer than `build` beside it."),
    "memory": ("Memory", memory, "All processes together. PSS counts shared memory once and is the number to plan with; RSS "
               "counts PostgreSQL's shared buffers again in each of its processes."),
}


def machine(environment):
    e = environment
    disk = f"{e['fileSystem']}" + (" (in memory: commits cost nothing)" if e["fileSystem"] == "tmpfs" else "")
    return (f"{e['cpu']}, {e['cores']} cores, {e['memoryMiB']:,} MiB, Linux {e['kernel']}, database on {disk}. "
            f"{e['java']}. wrk {e['wrk']}.")


def provenance(part, environment, flags, lines, folder):
    e = environment
    changed = " with uncommitted changes" if e["uncommitted"] else ""
    text = f"{e['date']}, commit {e['commit']}{changed}, {e['runs']} run{'s' if e['runs'] > 1 else ''}"
    if part in ("intake", "bare", "tracing"):
        text += f" of {e['seconds']} s after {e['warmup']} s of warm-up"
    text += f", raw output in [{folder}](benchmarks/raw/{folder})."
    if flags:
        text += f" Wadi's JVM options: `{flags}`."
    others = max([e["busyCores"]] + [line["othersCores"] for line in lines if "othersCores" in line])
    text += f" Other programs used up to {others:.2f} cores when we looked"
    return text + (": **disturbed, measure again**.\n" if others > 0.25 else ".\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=pathlib.Path, default=ROOT / "docs/benchmarks/raw")
    parser.add_argument("--out", default=str(ROOT / "docs/benchmarks.md"))
    options = parser.parse_args()
    found = newest(options.raw)
    text, machines = [HEAD], {}
    for part in PARTS:
        title, show, about = SECTIONS[part]
        text.append(f"## {title}\n\n{about}\n")
        if part in found:
            environment, flags, lines, folder = found[part]
            text += [show(lines), provenance(part, environment, flags, lines, folder)]
            machines.setdefault(machine(environment), []).append(title)
        else:
            text.append("Not measured yet.\n")
    text.append("## Machine\n")
    text += [f"- {', '.join(titles)}: {where}" for where, titles in machines.items()] + [""]
    if options.out == "-":
        sys.stdout.write("\n".join(text))
    else:
        pathlib.Path(options.out).write_text("\n".join(text))


if __name__ == "__main__":
    main()
