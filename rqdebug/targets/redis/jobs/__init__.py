# SPDX-License-Identifier: GPL-3.0-or-later
"""The jobs that frameworks keep on Redis.

Each framework has a file with the keys that it uses: ``celery``, ``rq``, ``bullmq``, ``dramatiq``, ``huey``
and ``arq``. ``redis_jobs`` asks all of them. ``key_reads`` reads keys of a server within bounds, and
``call_texts`` makes the text of a call. Nothing is changed, and nothing is unpickled:
``inspection.pickle_values`` reads pickles.
"""
