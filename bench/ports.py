"""Prints as many free TCP ports of 127.0.0.1 as asked for, on one line: python3 bench/ports.py 4"""
import socket
import sys

held = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(s.getsockname()[1] for s in held))
