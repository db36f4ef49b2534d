# SPDX-License-Identifier: GPL-3.0-or-later
"""Small programs that must not notice ``rqcore watch``."""

PROGRAMS = {
    "signatures of methods": """
import asyncio, inspect, multiprocessing, queue
for kind in (queue.Queue, queue.PriorityQueue, asyncio.Queue, asyncio.LifoQueue):
    made = kind(3)
    for owner in (kind, made):
        for name in ("put", "get", "put_nowait", "get_nowait", "__init__", "full"):
            print(kind, name, inspect.signature(getattr(owner, name)))
            print(inspect.getfullargspec(getattr(owner, name)))
    print(inspect.signature(kind))
print(inspect.signature(multiprocessing.Queue().put))
""",
    "names of methods": """
import asyncio, queue
for kind in (queue.Queue, asyncio.Queue):
    made = kind()
    for name in ("put", "get", "get_nowait", "__init__"):
        for method in (getattr(kind, name), getattr(made, name)):
            print(method.__name__, method.__qualname__, method.__module__, method.__doc__)
""",
    "source of methods": """
import inspect, queue
made = queue.Queue()
for method in (made.put, queue.Queue.get, queue.Queue.__init__):
    print(inspect.getsource(method))
""",
    "bound methods": """
import asyncio, inspect, queue
for made in (queue.Queue(), asyncio.Queue()):
    print(inspect.ismethod(made.put), made.put.__self__ is made, made.put.__func__ is type(made).put)
    print(made.put == made.put, type(made.get), inspect.isroutine(made.get))
    print([name for name, _ in inspect.getmembers(made, inspect.ismethod)])
    print(inspect.iscoroutinefunction(made.put), inspect.isfunction(type(made).put))
""",
    "representation of methods": """
import queue, re
made = queue.Queue()
for text in map(repr, (made, made.put, queue.Queue.put, queue.Queue, queue.Queue.__init__)):
    print(re.sub("0x[0-9a-f]+", "…", text))
""",
    "attributes of a queue": """
import asyncio, multiprocessing, queue
for made in (queue.Queue(), queue.LifoQueue(2), asyncio.Queue(), multiprocessing.Queue()):
    print(sorted(vars(made)), dir(made), sorted(vars(type(made))))
""",
    "classes and instances": """
import asyncio, queue
class Own(queue.Queue): pass
for made in (Own(), queue.PriorityQueue(), queue.SimpleQueue(), asyncio.PriorityQueue()):
    print(type(made), isinstance(made, queue.Queue), isinstance(made, asyncio.Queue), type(made).__mro__)
print(issubclass(Own, queue.Queue), sorted(str(one) for one in queue.Queue.__subclasses__()))
""",
    "pickled methods and classes": """
import pickle, queue
print(pickle.loads(pickle.dumps(queue.Queue)) is queue.Queue, pickle.dumps(queue.Queue.put))
print(pickle.loads(pickle.dumps(queue.Queue.put)) is queue.Queue.put)
try:
    pickle.dumps(queue.Queue())
except TypeError as error:
    print(error)
""",
    "pickled queue of its own state": """
import pickle, queue, threading
class Saved(queue.Queue):
    def __getstate__(self):
        kept = int, type(self.queue)
        return {name: value for name, value in vars(self).items() if isinstance(value, kept)}
    def __setstate__(self, state):
        self.__init__(state.pop("maxsize"))
        vars(self).update(state)
saved = Saved(5)
saved.put("a")
again = pickle.loads(pickle.dumps(saved))
print(again.get(), again.maxsize, again.unfinished_tasks)
""",
    "copied asyncio queue": """
import asyncio, copy
made = asyncio.Queue(3)
made.put_nowait(1)
again = copy.copy(made)
print(again.qsize(), again.get_nowait(), made.qsize(), sorted(vars(again)))
""",
    "lifetime of a queue": """
import gc, queue, weakref
gc.disable()
class Own(queue.Queue):
    def __del__(self):
        print("gone")
made = Own()
made.put(1)
reference = weakref.ref(made)
del made
print(reference() is None, gc.collect() >= 0)
""",
    "many short-lived queues": """
import queue
for number in range(2000):
    reply = queue.Queue(1)
    reply.put(number)
    assert reply.get() == number
print("done")
""",
    "threads of the program": """
import queue, threading
made = queue.Queue()
print(threading.active_count(), [thread.name for thread in threading.enumerate()])
thread = threading.Thread(target=made.get)
thread.start()
print(threading.active_count(), thread.name.partition(" ")[0])
made.put(1)
thread.join()
print(threading.active_count())
""",
    "trace and profile functions": """
import queue, sys, threading
seen = []
threading.setprofile(lambda frame, event, argument: seen.append(frame.f_code.co_name) and None)
made = queue.Queue()
made.put(1)
threading.setprofile(None)
print(seen)
""",
    "uncaught error": "import queue\nmade = queue.Queue()\nmade.get_nowait()\n",
    "uncaught error in a function": """
import queue
def work(jobs):
    jobs.put(1, timeout=-1)
work(queue.Queue(maxsize=1)) or work(None)
""",
    "printed traceback": """
import queue, traceback
made = queue.Queue(1)
calls = lambda: made.get(timeout=0.01), lambda: made.get(False), made.put, lambda: queue.Queue(1, 2)
for call in calls:
    try:
        call()
    except Exception:
        print(traceback.format_exc())
""",
    "traceback of a task": """
import asyncio, traceback
async def main():
    made = asyncio.Queue(1)
    made.put_nowait(1)
    try:
        await asyncio.wait_for(made.put(2), 0.01)
    except asyncio.TimeoutError:
        print("late")
    try:
        made.put_nowait(3)
    except asyncio.QueueFull:
        print(traceback.format_exc())
asyncio.run(main())
""",
    "error in a thread": """
import queue, sys, threading
made = queue.Queue()
thread = threading.Thread(target=made.get_nowait, name="worker")
thread.start()
thread.join()
print("main continues")
""",
    "own exception hook": """
import sys, traceback
def hook(kind, error, frames):
    print(kind, error, [frame.name for frame in traceback.extract_tb(frames)])
sys.excepthook = hook
def fail():
    raise LookupError("own")
fail()
""",
    "syntax error": "x = (\n",
    "exit with a number": "import sys\nsys.exit(7)\n",
    "exit with a text": "import sys\nsys.exit('stopped')\n",
    "exit without a value": "raise SystemExit\n",
    "exit in the middle": "import os, queue\nmade = queue.Queue()\nprint('x', flush=True)\nos._exit(9)\n",
    "interrupt": """
import atexit, os, signal, time
atexit.register(print, "exit function")
os.kill(os.getpid(), signal.SIGINT)
time.sleep(10)
""",
    "interrupt that is caught": """
import os, queue, signal, time
made = queue.Queue()
signal.setitimer(signal.ITIMER_REAL, 0.05)
signal.signal(signal.SIGALRM, lambda number, frame: os.kill(os.getpid(), signal.SIGINT))
try:
    made.get(timeout=10)
except KeyboardInterrupt:
    print("interrupted")
""",
    "ended by a signal": "import os, signal\nprint('x', flush=True)\nos.kill(os.getpid(), signal.SIGTERM)\n",
    "exit functions": """
import atexit, queue
made = queue.Queue()
atexit.register(lambda: print("last", made.get_nowait()))
atexit.register(lambda: queue.Queue().put(1))
made.put("item")
print("main")
""",
    "threads that run after the main module": """
import __main__, pickle, queue, threading, time
class Job:
    pass
jobs = queue.Queue()
def work():
    threading.main_thread().join()
    print(pickle.loads(pickle.dumps(Job())).__class__ is __main__.Job, queue.Queue(3).maxsize, jobs.get())
threading.Thread(target=work).start()
jobs.put("after")
""",
    "main module": """
import __main__, sys
print(sorted(name for name in vars(__main__)), __name__, __spec__, __package__, __doc__, __file__, __cached__)
print(type(__loader__).__name__, __builtins__, sys.modules["__main__"] is __main__, sys.argv)
""",
    "paths": "import helper, sys\nprint(sys.path[0], len(sys.path), sys.flags.safe_path, helper.NAME)\n",
    "annotations and constants": """
'''The text of the module.'''
count: int = 3
def work(first: count) -> str: ...
print(__doc__, __annotations__, work.__annotations__, __debug__)
""",
    "classes of the main module": """
import pickle, dataclasses, queue
@dataclasses.dataclass(order=True)
class Job:
    urgency: int
    text: str = dataclasses.field(compare=False)
print(pickle.dumps(Job(1, "a")), pickle.loads(pickle.dumps(Job(1, "a"))))
jobs = queue.PriorityQueue()
for number in (3, 1, 2):
    jobs.put(Job(number, "x"))
print([jobs.get() for _ in range(3)])
""",
    "forked process": """
import os, queue, sys
made = queue.Queue()
child = os.fork()
if child == 0:
    made.put(1)
    print("child", made.get(), flush=True)
    os._exit(5)
print("parent", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), made.qsize())
""",
    "forked process of a program with threads": """
import os, queue, sys, threading, warnings
warnings.simplefilter("always")
made = queue.Queue()
thread = threading.Thread(target=made.get)
thread.start()
with warnings.catch_warnings(record=True) as caught:
    child = os.fork()
    if child == 0:
        os._exit(0)
print(os.waitpid(child, 0)[1], [str(each.message).replace(str(os.getpid()), "…") for each in caught])
print(len(warnings.filters) > 0)
made.put(1)
thread.join()
""",
    "warnings": """
import queue, warnings
class Own(queue.Queue):
    def put(self, item, *args, **options):
        warnings.warn("old", DeprecationWarning, stacklevel=2)
        super().put(item, *args, **options)
print(warnings.filters)
Own().put(1)
""",
    "pool of forked processes": """
import multiprocessing
def double(number):
    return 2 * number
if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(3) as pool:
        print(pool.map(double, range(20)))
""",
    "spawned process": """
import multiprocessing
def work(jobs, results):
    results.put(jobs.get() * 2)
if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    jobs, results = context.Queue(), context.Queue()
    process = context.Process(target=work, args=(jobs, results))
    process.start()
    jobs.put(21)
    print(results.get(timeout=30))
    process.join()
    print(process.exitcode)
""",
    "joinable queue of processes": """
import multiprocessing
context = multiprocessing.get_context("fork")
jobs = context.JoinableQueue(2)
def work():
    for _ in range(3):
        jobs.get()
        jobs.task_done()
process = context.Process(target=work)
process.start()
for number in range(3):
    jobs.put(number)
jobs.join()
process.join()
print(process.exitcode, sorted(vars(jobs)))
""",
    "executors": """
import concurrent.futures
with concurrent.futures.ThreadPoolExecutor(3) as executor:
    print(list(executor.map(abs, range(-5, 0))))
with concurrent.futures.ProcessPoolExecutor(2) as executor:
    print(list(executor.map(abs, range(-5, 0))))
""",
    "subprocess": """
import subprocess, sys
print(subprocess.run([sys.executable, "-c", "import queue; queue.Queue().put(1)"]).returncode)
print(subprocess.run(["true"], preexec_fn=lambda: None).returncode)
""",
    "producers and consumers": """
import queue, threading
jobs, results = queue.Queue(3), queue.Queue()
def work():
    while (job := jobs.get()) is not None:
        results.put(job * job)
        jobs.task_done()
    jobs.task_done()
workers = [threading.Thread(target=work) for _ in range(4)]
for worker in workers:
    worker.start()
for number in range(200):
    jobs.put(number)
for _ in workers:
    jobs.put(None)
jobs.join()
print(sum(results.get() for _ in range(200)), jobs.unfinished_tasks, jobs.qsize())
""",
    "asyncio workers": """
import asyncio
async def work(name, jobs, done):
    while True:
        done.append((await jobs.get()) * 2)
        jobs.task_done()
async def main():
    jobs, done = asyncio.Queue(2), []
    workers = [asyncio.create_task(work(name, jobs, done), name=name) for name in "abc"]
    for number in range(50):
        await jobs.put(number)
    await jobs.put(item=100)
    await jobs.join()
    for worker in workers:
        worker.cancel()
    print(await asyncio.gather(*workers, return_exceptions=True), sum(done), repr(jobs).rpartition("at")[0])
asyncio.run(main())
""",
    "coroutines": """
import asyncio, inspect
async def main():
    jobs = asyncio.Queue(1)
    put = jobs.put(1)
    print(put.__name__, put.__qualname__, inspect.iscoroutine(put))
    await put
    getter = asyncio.create_task(jobs.get())
    print(await getter, [task.get_coro().__qualname__ for task in asyncio.all_tasks()])
asyncio.run(main(), debug=True)
""",
    "keyword arguments": """
import asyncio, queue
jobs, more = queue.Queue(1), asyncio.Queue()
jobs.put(item=1, block=True, timeout=None)
print(jobs.get(block=False), jobs.put.__kwdefaults__, jobs.put.__annotations__)
more.put_nowait(item=2)
print(more.get_nowait())
""",
    "overridden methods": """
import queue, sys
class Unique(queue.Queue):
    def _init(self, maxsize):
        self.queue = dict()
    def _put(self, item):
        self.queue[item] = None
    def _get(self):
        item = next(iter(self.queue))
        del self.queue[item]
        return item
    def put(self, item, block=True, timeout=None):
        print("put by", sys._getframe(1).f_code.co_name)
        return super().put(item, block, timeout)
    def get(self, block=True, timeout=None):
        return super().get(block, timeout), "!"
made = Unique(2)
made.put(1); made.put(1); made.put_nowait(2)
print(made.get(), made.get_nowait(), made.full())
""",
    "replaced methods": """
import queue
from unittest import mock
made = queue.Queue()
with mock.patch.object(made, "put", autospec=True) as put:
    made.put(3)
    print(put.call_args)
with mock.patch.object(queue.Queue, "get", return_value=8):
    print(made.get())
print("put" in vars(made), mock.create_autospec(queue.Queue)(2).get.return_value is not None)
""",
    "input and output": """
import queue, sys
jobs = queue.Queue()
for line in sys.stdin:
    jobs.put(line.strip())
while not jobs.empty():
    print(jobs.get()[::-1], file=sys.stderr)
print(sys.stdout.line_buffering, sys.stdin.encoding)
""",
    "signal handlers and logging": """
import logging, queue, signal
made = queue.Queue()
print(signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM), logging.root.handlers)
logging.warning("a warning of the program")
""",
    "program that exposes its queue": """
import queue, rqcore
made = queue.Queue()
with rqcore.expose(made, "jobs", url="rq://127.0.0.1:9"):
    made.put(1)
    print(made.get())
exposure = rqcore.expose(made, "again", url="rq://127.0.0.1:9")
rqcore.expose(made, "a third time", url="rq://127.0.0.1:9").close()
exposure.close()
made.put(2)
print(made.get(), sorted(vars(made)))
""",
    "queue without its constructor": """
import queue, threading, collections
class Bare(queue.Queue):
    def __init__(self):
        self.maxsize = self.unfinished_tasks = 0
        self.queue, self.mutex = collections.deque(), threading.Lock()
        self.not_empty, self.not_full = threading.Condition(self.mutex), threading.Condition(self.mutex)
        self.all_tasks_done = threading.Condition(self.mutex)
made = Bare()
made.put(1)
print(made.get())
""",
}
"""The source of each program, by what it is about."""
