"""One end of a ZeroMQ connection with CURVE.

zeromq-end.py subscriber PORT MESSAGES: prints its public key, and when all
messages have come how long they took.
zeromq-end.py publisher PORT MESSAGES SIZE KEY: sends them.
Both print the CPU time that they took, in seconds.
"""

import json
import sys
import time

import zmq

role, port, messages = sys.argv[1], sys.argv[2], int(sys.argv[3])
address = f"tcp://127.0.0.1:{port}"
context = zmq.Context()
public, secret = zmq.curve_keypair()


def subscribe():
    socket = secured(zmq.PULL)
    socket.curve_server = True
    socket.bind(address)
    say(public.decode())
    socket.recv()
    start, used = time.monotonic(), time.process_time()
    for _ in range(messages - 1):
        socket.recv()
    seconds, cpu = time.monotonic() - start, time.process_time() - used
    say(json.dumps({"seconds": seconds, "cpu": cpu}))


def publish(size, key):
    socket = secured(zmq.PUSH)
    socket.curve_serverkey = key.encode()
    socket.connect(address)
    payload = bytes(size)
    used = time.process_time()
    for _ in range(messages):
        socket.send(payload)
    socket.close()
    # Waits until everything is sent.
    context.term()
    say(json.dumps({"cpu": time.process_time() - used}))


def secured(kind):
    socket = context.socket(kind)
    socket.curve_publickey, socket.curve_secretkey = public, secret
    return socket


def say(text):
    print(text, flush=True)


if role == "subscriber":
    subscribe()
else:
    publish(int(sys.argv[4]), sys.argv[5])
