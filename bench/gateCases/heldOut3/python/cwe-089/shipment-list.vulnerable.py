import logging
import sqlite3
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query

app = FastAPI()
log = logging.getLogger("shipments")

COLUMNS = {"date": "shipped_at", "weight": "weight_g", "carrier": "carrier_name"}


class ShipmentTable:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def find(self, carrier: str, order: str, limit: int) -> list[dict]:
        sql = (
            "SELECT id, carrier_name, weight_g, shipped_at FROM shipments"
            " WHERE carrier_name LIKE ?"
            f" ORDER BY {order} LIMIT ?"
        )
        rows = self.connection.execute(sql, (f"%{carrier}%", limit)).fetchall()
        return [dict(row) for row in rows]


def table():
    connection = sqlite3.connect("shipments.db")
    connection.row_factory = sqlite3.Row
    try:
        yield ShipmentTable(connection)
    finally:
        connection.close()


def ordering(sort: str, descending: bool) -> str:
    column = COLUMNS.get(sort, sort)
    return f"{column} {'DESC' if descending else 'ASC'}"


@app.get("/shipments")
def list_shipments(
    shipments: Annotated[ShipmentTable, Depends(table)],
    carrier: str = "",
    sort: str = "date",
    descending: bool = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
):
    order = ordering(sort, descending)
    try:
        found = shipments.find(carrier, order, limit)
    except sqlite3.Error as error:
        log.error("shipments query failed: %s", type(error).__name__)
        raise HTTPException(status_code=500, detail="query failed") from error
    log.info("%d shipments, at most %d", len(found), limit)
    return {"sort": sort, "count": len(found), "items": found}


@app.get("/shipments/columns")
def columns():
    return {"columns": sorted(COLUMNS)}
