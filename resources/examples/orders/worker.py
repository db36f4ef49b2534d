# SPDX-License-Identifier: GPL-3.0-or-later
"""Books each order once, also if it comes twice. In one case it does not: the tutorial finds out in which."""

import rqcore

with rqcore.connect(name="worker") as controller:
    orders = controller.create("orders", exist_ok=True)
    bookings = controller.create("bookings", exist_ok=True)
    last = None
    while (order := orders.get()) is not None:
        if order["order"] != last:
            bookings.put(order)
        last = order["order"]
    bookings.put(None)
