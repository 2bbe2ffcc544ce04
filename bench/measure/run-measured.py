"""Run a program and print what it cost: {"code", "ms", "megabytes"}. Its own output is dropped.

Python, because Node cannot ask for the peak memory of a child that has ended. The peak is that of the largest process
of those that the program started and waited for, itself included.
"""

import json
import os
import sys
import time

null = os.open(os.devnull, os.O_RDWR)
dropped = [(os.POSIX_SPAWN_DUP2, null, fd) for fd in (0, 1, 2)]
began = time.monotonic_ns()
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=dropped)
_, status, usage = os.wait4(pid, 0)
ms = (time.monotonic_ns() - began) / 1e6
print(json.dumps({"code": os.waitstatus_to_exitcode(status), "ms": ms, "megabytes": usage.ru_maxrss * 1024 / 1e6}))
