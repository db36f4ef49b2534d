# SPDX-License-Identifier: GPL-3.0-or-later
"""Scales photos down in three worker threads. It never finishes: the tutorial finds out why.

python photos.py [NUMBER_OF_PHOTOS]
"""

import queue
import sys
import threading
import time

WORKERS = 3

photos = queue.Queue(maxsize=5)  # waiting to be scaled
thumbnails = queue.Queue(maxsize=2)  # scaled, waiting to be saved


def scale() -> None:
    """Scale photos until a None arrives."""
    while (photo := photos.get()) is not None:
        time.sleep(0.1)  # the work
        thumbnails.put(f"{photo} at 160x120")
    thumbnails.put(None)


def main(number: int) -> None:
    """Put all photos, then save all thumbnails."""
    for index in range(WORKERS):
        threading.Thread(target=scale, name=f"scaler-{index}", daemon=True).start()
    for index in range(number):
        photos.put(f"photo-{index:03}.jpg")
    for _ in range(WORKERS):
        photos.put(None)

    finished = 0
    while finished < WORKERS:
        thumbnail = thumbnails.get()
        if thumbnail is None:
            finished += 1
        else:
            print("saved", thumbnail)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
