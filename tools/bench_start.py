#!/usr/bin/env python3
"""How long a server takes from its start to its first answer, and what memory it holds then.

    bench_start.py NIBBI DATA [DATABASE]

Prints one line; ends with 1 when the server does not answer within a minute."""
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request


def free_port():
    with socket.socket() as s:
        s.bind(("localhost", 0))
        return s.getsockname()[1]


def memory_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        lines = dict(line.split(":", 1) for line in status)
    return int(lines["VmRSS"].split()[0]) / 1024, int(lines["VmHWM"].split()[0]) / 1024


def main():
    nibbi, data, *database = sys.argv[1:]
    port, public = free_port(), free_port()
    command = [nibbi, "serve", "--data", data, "--port", str(port), "--public-port", str(public)]
    if database:
        command += ["--database", database[0]]
    began = time.monotonic()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://localhost:{port}/api/health", timeout=5) as answer:
                    if answer.status == 200:
                        break
            except (urllib.error.URLError, OSError):
                pass
            if time.monotonic() - began > 60 or server.poll() is not None:
                print("the server did not answer")
                return 1
            time.sleep(0.01)
        took = time.monotonic() - began
        now, most = memory_mb(server.pid)
        print(f"start to first answer {took:.2f} s; memory {now:.0f} MB (at most {most:.0f} MB)")
        return 0
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
