"""Asks a URL every 10 ms until it answers 200, then prints the time as seconds since 1970.

    python3 bench/ready.py URL LIMIT_SECONDS STARTED_FILE

STARTED_FILE is created when the asking has begun, so that a caller can start the server after that and
the start of this program does not count. Exit status 1 when the limit is over.
"""
import http.client
import pathlib
import sys
import time
from urllib.parse import urlsplit


def is_ready(url):
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=2)
    try:
        connection.request("GET", url.path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main():
    url, limit, started = urlsplit(sys.argv[1]), float(sys.argv[2]), pathlib.Path(sys.argv[3])
    end = time.monotonic() + limit
    is_ready(url)
    started.touch()
    while time.monotonic() < end:
        asked = time.monotonic()
        if is_ready(url):
            print(f"{time.time():.6f}")
            return 0
        time.sleep(max(0, asked + 0.010 - time.monotonic()))
    return 1


if __name__ == "__main__":
    sys.exit(main())
