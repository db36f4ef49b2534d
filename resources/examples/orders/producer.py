# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends five orders. An order that the server refuses is sent again when all others are sent."""

import rqcore

with rqcore.connect(name="producer") as controller:
    orders = controller.create("orders", exist_ok=True)
    refused = []
    for number in range(1, 6):
        order = {"order": number, "amount": 10 * number}
        try:
            orders.put(order)
        except rqcore.TooMany:
            refused.append(order)
    for order in refused:
        orders.put(order)
    orders.put(None)  # the end
