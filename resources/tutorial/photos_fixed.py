# SPDX-License-Identifier: GPL-3.0-or-later
"""Scales photos down in three worker threads, and saves each thumbnail as soon as it is ready.

python photos_fixed.py [NUMBER_OF_PHOTOS]
"""

import queue
import sys
import threading
import time

WORKERS = 3

photos = queue.Queue(maxsize=5)  # waiting to be scaled
thumbnails = queue.Queue(maxsize=2)  # scaled, waiting to be saved


def load(number: int) -> None:
    """Hand out the photos, then a None for each worker."""
    for index in range(number):
        photos.put(f"photo-{index:03}.jpg")
    for _ in range(WORKERS):
        photos.put(None)


def scale() -> None:
    """Scale photos until a None arrives."""
    while (photo := photos.get()) is not None:
        time.sleep(0.1)  # the work
        thumbnails.put(f"{photo} at 160x120")
    thumbnails.put(None)


def main(number: int) -> None:
    """Start the threads, and save each thumbnail as soon as it is ready."""
    threading.Thread(target=load, args=(number,), name="loader", daemon=True).start()
    for index in range(WORKERS):
        threading.Thread(target=scale, name=f"scaler-{index}", daemon=True).start()

    finished = 0
    while finished < WORKERS:
        thumbnail = thumbnails.get()
        if thumbnail is None:
            finished += 1
        else:
            print("saved", thumbnail)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
